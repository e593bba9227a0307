from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "weicheng.judgement.archive"
    label = "archive"
    verbose_name = "案卷"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The periodic work registers itself, and what coverage counts as material."""
        from weicheng.judgement.archive import periodic  # noqa: F401
        from weicheng.judgement.archive.selectors.materials import materials_by_year
        from weicheng.work.coverage import materials

        materials.register(materials_by_year)
