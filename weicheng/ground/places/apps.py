from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "weicheng.ground.places"
    label = "places"
    verbose_name = "责任区"
    default_auto_field = "django.db.models.BigAutoField"
