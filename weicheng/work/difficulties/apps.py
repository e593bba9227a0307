from django.apps import AppConfig


class DifficultiesConfig(AppConfig):
    name = "weicheng.work.difficulties"
    label = "difficulties"
    verbose_name = "难点与措施"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.work.difficulties.services import raising  # noqa: F401  (takes the difficulties of reports)
