from django.db import models


class EvidenceKind(models.TextChoices):
    """What a file shows; by it the archive asks for plan, check and summary of a line of work (M073)."""

    PLAN = "plan", "计划方案"
    RULE = "rule", "制度文件"
    RECORD = "record", "过程记录"
    CHECK = "check", "检查督办"
    SUMMARY = "summary", "总结报告"
    DATA = "data", "数据报表"
    PHOTO = "photo", "照片"
    VIDEO = "video", "视频"
    CERTIFICATE = "certificate", "证照批文"
    OTHER = "other", "其他"


class TextState(models.TextChoices):
    """How far the words of a file are known to the search."""

    WAITING = "waiting", "待读取"
    READ = "read", "已读取"
    NONE = "none", "没有文字"
    FAILED = "failed", "读不出"


class LookState(models.TextChoices):
    """Whether there is a small picture of a file."""

    WAITING = "waiting", "待生成"
    MADE = "made", "有缩略图"
    NONE = "none", "没有缩略图"
    FAILED = "failed", "打不开"


class Alike(models.TextChoices):
    """What a person found when two photos looked alike; the machine only asks."""

    OPEN = "open", "待看"
    SAME = "same", "是同一张"
    DIFFERENT = "different", "不是同一张"
