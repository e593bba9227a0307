from django.db.models import TextChoices


class Level(TextChoices):
    INFO = "info", "提示"
    BLUE = "blue", "蓝色提醒"
    YELLOW = "yellow", "黄色预警"
    RED = "red", "红色督办"
