from django.apps import AppConfig


class DifficultiesConfig(AppConfig):
    name = "weicheng.work.difficulties"
    label = "difficulties"
    verbose_name = "难点"
    default_auto_field = "django.db.models.BigAutoField"
