from django.db.models import TextChoices


class RoundState(TextChoices):
    OPEN = "open", "征求意见中"
    CLOSED = "closed", "已结束"


class Verb(TextChoices):
    """What a unit says of a draft row."""

    AGREE = "agree", "同意"
    OBJECT = "object", "有异议"
    OWNER = "owner", "建议换责任单位"
    DATE = "date", "建议改时限"


class Ruling(TextChoices):
    NONE = "none", "不用裁定"
    OPEN = "open", "待裁定"
    TAKEN = "taken", "采纳"
    DECLINED = "declined", "不采纳"
    LAPSED = "lapsed", "已失效"


class How(TextChoices):
    """In which way an objection is taken."""

    OWNER = "owner", "换成另一个单位"
    REMOVE = "remove", "去掉这个单位"
    DATE = "date", "改时限"
    EDITED = "edited", "已在审阅页改好"
