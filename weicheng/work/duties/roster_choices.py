from django.db.models import TextChoices


class RosterState(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"


class RosterPace(TextChoices):
    """Whether somebody is on duty for a shift of a day, or for a whole week (M081)."""

    DAY = "day", "按天"
    WEEK = "week", "按周"


class ChangeKind(TextChoices):
    SWAP = "swap", "换班"
    SUBSTITUTE = "substitute", "替班"
    DROPOUT = "dropout", "退出"
    REPLAN = "replan", "重排"
