from django.apps import AppConfig


class CascadeConfig(AppConfig):
    name = "weicheng.work.cascade"
    label = "cascade"
    verbose_name = "上下级方案"
    default_auto_field = "django.db.models.BigAutoField"
