from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "weicheng.doors.web"
    label = "web"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.doors.web import checks, clause_panels, logins  # noqa: F401 - they register themselves
