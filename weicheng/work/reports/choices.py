from django.db.models import TextChoices


class Kind(TextChoices):
    WEEK = "week", "周报"
    MONTH = "month", "月报"
    STAGE = "stage", "阶段小结"


class Part(TextChoices):
    """The parts of a report, in its order."""

    DONE = "done", "本期工作"
    PROBLEM = "problem", "难点和请求"
    NEXT = "next", "下期安排"


class ReportState(TextChoices):
    DRAFT = "draft", "未报送"
    SUBMITTED = "submitted", "已报送"
