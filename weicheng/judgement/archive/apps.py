from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "weicheng.judgement.archive"
    label = "archive"
    verbose_name = "案卷"
    default_auto_field = "django.db.models.BigAutoField"
