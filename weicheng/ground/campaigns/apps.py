from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "weicheng.ground.campaigns"
    label = "campaigns"
    verbose_name = "创建活动"
    default_auto_field = "django.db.models.BigAutoField"
