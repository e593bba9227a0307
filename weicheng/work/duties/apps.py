from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "weicheng.work.duties"
    label = "duties"
    verbose_name = "常态工作"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The periodic work registers itself."""
        from weicheng.work.duties import periodic  # noqa: F401
