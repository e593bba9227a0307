from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "weicheng.work.plans"
    label = "plans"
    verbose_name = "方案与台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.work.plans import paper_source

        paper_source.connect()
