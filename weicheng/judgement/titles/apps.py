from django.apps import AppConfig


class TitlesConfig(AppConfig):
    name = "weicheng.judgement.titles"
    label = "titles"
    verbose_name = "称号申报"
    default_auto_field = "django.db.models.BigAutoField"
