from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "weicheng.ground.papers"
    label = "papers"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.ground.papers import periodic  # noqa: F401
