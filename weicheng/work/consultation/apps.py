from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "weicheng.work.consultation"
    label = "consultation"
    verbose_name = "征求意见与签收"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.work.consultation import plan_notes  # noqa: F401  (registers what it says of a plan)
