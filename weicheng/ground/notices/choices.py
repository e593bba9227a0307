from django.db.models import TextChoices


class Level(TextChoices):
    INFO = "info", "提示"
    BLUE = "blue", "蓝色提醒"
    YELLOW = "yellow", "黄色预警"
    RED = "red", "红色督办"


LEVELS = tuple(Level)  # from light to grave


class Mode(TextChoices):
    """When a notice leaves the house."""

    DIGEST = "digest", "每天汇总一条"
    ONCE = "once", "马上发"
    NONE = "none", "只在站内看"


class RobotKind(TextChoices):
    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    FEISHU = "feishu", "飞书"


class DeliveryKind(TextChoices):
    ONCE = "once", "马上发"
    DIGEST = "digest", "每天汇总"
    GROUP = "group", "群消息"
    TEST = "test", "试发"


class DeliveryState(TextChoices):
    WAITING = "waiting", "等着发"
    SENT = "sent", "已送到"
    DEAD = "dead", "没送到"
