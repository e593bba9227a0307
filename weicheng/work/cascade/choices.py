from django.db.models import TextChoices


class AnswerState(TextChoices):
    """Where a unit's own plan stands."""

    DRAFT = "draft", "正在分解"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已认可"
