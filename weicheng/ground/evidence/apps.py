from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "weicheng.ground.evidence"
    label = "evidence"
    verbose_name = "材料"
    default_auto_field = "django.db.models.BigAutoField"
