from django.apps import AppConfig
from django.db.backends.signals import connection_created


class EvidenceConfig(AppConfig):
    name = "weicheng.ground.evidence"
    label = "evidence"
    verbose_name = "材料"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.ground.evidence import index
        from weicheng.ground.evidence.views import panel
        from weicheng.ground.standards import panels

        panels.register("files", panel.render, order=40)
        index.register()
        connection_created.connect(index.add_functions, dispatch_uid="weicheng.evidence.index")
