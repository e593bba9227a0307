from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "weicheng.work.coverage"
    label = "coverage"
    verbose_name = "条款覆盖"
    default_auto_field = "django.db.models.BigAutoField"
