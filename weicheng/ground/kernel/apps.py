from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "weicheng.ground.kernel"
    label = "kernel"
    verbose_name = "底座"
    default_auto_field = "django.db.models.BigAutoField"
