from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "weicheng.work.meetings"
    label = "meetings"
    verbose_name = "会议"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weicheng.work.meetings import paper_source

        paper_source.connect()
