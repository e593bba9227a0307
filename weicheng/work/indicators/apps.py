from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "weicheng.work.indicators"
    label = "indicators"
    verbose_name = "数据指标"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The periodic work registers itself; the page of a clause shows the indicators that hang on it."""
        from weicheng.ground.standards.panels import register_results
        from weicheng.work.indicators import periodic  # noqa: F401
        from weicheng.work.indicators.views.panels import clause_results

        register_results(clause_results)
