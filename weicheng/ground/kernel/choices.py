from django.db.models import TextChoices


class Channel(TextChoices):
    """By which way a change came in."""

    PAGE = "page", "网页"
    IMPORT = "import", "表格导入"
    BULK = "bulk", "批量"
    CLI = "cli", "命令行"
    API = "api", "接口"
    JOB = "job", "后台"


class JobState(TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"
    CANCELLED = "cancelled", "已取消"
