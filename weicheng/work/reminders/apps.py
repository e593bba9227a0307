from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "weicheng.work.reminders"
    label = "reminders"
    verbose_name = "催办"
    default_auto_field = "django.db.models.BigAutoField"
