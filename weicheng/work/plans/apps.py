from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "weicheng.work.plans"
    label = "plans"
    verbose_name = "方案与台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.ground.org import estates
        from weicheng.work.plans import paper_source
        from weicheng.work.plans.selectors.inheritance import tasks_left
        from weicheng.work.plans.services.inheriting import hand_over_tasks

        paper_source.connect()
        estates.register(estates.Estate("tasks", tasks_left, hand_over_tasks))
