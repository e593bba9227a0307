from django.db.models import TextChoices


class MeetingKind(TextChoices):
    MOBILISATION = "mobilisation", "动员会"
    LEADING = "leading", "领导小组会议"  # numbered in a series: 第N次
    PUSH = "push", "推进会"
    WEEKLY = "weekly", "周例会"
    SPECIAL = "special", "专题会"


class MeetingState(TextChoices):
    PLANNED = "planned", "待开"
    HELD = "held", "已开"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"


class ItemKind(TextChoices):
    READ = "read", "宣读文件"
    PLEDGE = "pledge", "表态发言"
    SIGN = "sign", "签订责任书"
    REPORT = "report", "汇报通报"
    SPEECH = "speech", "领导讲话"
    OTHER = "other", "其他"


class Category(TextChoices):
    """How a chair's script names those present (M256)."""

    LEADERS = "leaders", "领导"
    DEPARTMENTS = "departments", "部门"
    TOWNSHIPS = "townships", "街道乡镇"
    COMMUNITIES = "communities", "社区村"
    ENTERPRISES = "enterprises", "企事业单位"
    OTHER = "other", "其他"


class AttendanceState(TextChoices):
    INVITED = "invited", "待到"
    ARRIVED = "arrived", "已到"
    LATE = "late", "迟到"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"


class Way(TextChoices):
    """How somebody was checked in."""

    CODE = "code", "扫码"
    HAND = "hand", "手工"


class DecisionKind(TextChoices):
    DECISION = "decision", "会议决定"
    INSTRUCTION = "instruction", "领导讲话"
