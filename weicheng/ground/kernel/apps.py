from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "weicheng.ground.kernel"
    label = "kernel"
    verbose_name = "底座"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every room may register job handlers and periodic duties in a module ``jobs``."""
        from weicheng.ground.kernel import duties  # noqa: F401

        autodiscover_modules("jobs")
