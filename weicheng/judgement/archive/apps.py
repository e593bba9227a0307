from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "weicheng.judgement.archive"
    label = "archive"
    verbose_name = "案卷"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The periodic work registers itself."""
        from weicheng.judgement.archive import periodic  # noqa: F401
