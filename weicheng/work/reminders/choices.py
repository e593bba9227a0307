from django.db.models import TextChoices


class Stage(TextChoices):
    """The steps of reminding, in order; the codes are those of a notice's level."""

    BLUE = "blue", "蓝色提醒"
    YELLOW = "yellow", "黄色预警"
    RED = "red", "红色督办"
