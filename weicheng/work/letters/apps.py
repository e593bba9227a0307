from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "weicheng.work.letters"
    label = "letters"
    verbose_name = "责任书"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.work.letters import paper_source

        paper_source.connect()
