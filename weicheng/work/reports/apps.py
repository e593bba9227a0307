from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "weicheng.work.reports"
    label = "reports"
    verbose_name = "周报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.work.reports import paper_source

        paper_source.connect()
