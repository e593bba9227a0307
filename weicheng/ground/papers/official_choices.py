"""Kinds, layouts and states of official papers (公文)."""

from django.db.models import TextChoices


class OfficialKind(TextChoices):
    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
    PLAN = "plan", "方案"
    REPORT = "report", "报告"


# The word that the title must end with; a plan goes out under its own name.
ENDINGS = {kind: str(kind.label) for kind in OfficialKind}
# Goes up: bears who signs it, on the left its number.
UPWARD = frozenset({OfficialKind.REPORT})


class OfficialState(TextChoices):
    DRAFT = "draft", "拟稿"
    REVIEW = "review", "审签中"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "已签发"
    ISSUED = "issued", "已印发"
    VOID = "void", "已作废"


class Urgency(TextChoices):
    NONE = "", "不标"
    URGENT = "加急", "加急"
    EXTRA = "特急", "特急"


class StepKind(TextChoices):
    CHECK = "check", "核稿"
    COUNTERSIGN = "countersign", "会签"
    SIGN = "sign", "签发"


class StepState(TextChoices):
    WAITING = "waiting", "等待"
    PASSED = "passed", "同意"
    RETURNED = "returned", "退回"
    DROPPED = "dropped", "不再需要"


class Channel(TextChoices):
    SYSTEM = "system", "本系统"
    PAPER = "paper", "纸质"
    PLATFORM = "platform", "公文平台"
    MAIL = "mail", "电子邮件"
    OTHER = "other", "其他"
