from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "weicheng.work.indicators"
    label = "indicators"
    verbose_name = "数据指标"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The periodic work registers itself."""
        from weicheng.work.indicators import periodic  # noqa: F401
