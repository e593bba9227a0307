from django.db.models import TextChoices


class PaperKind(TextChoices):
    """Each kind has a register of its own; the word stands in the number: 责任书〔2026〕第12号."""

    LETTER = "letter", "责任书"
    NOTICE = "notice", "通知单"
    REMINDER = "reminder", "督办单"
    RECTIFY = "rectify", "整改通知书"


class PaperState(TextChoices):
    DRAFT = "draft", "草稿"
    ISSUED = "issued", "已发出"
    SIGNED = "signed", "已签"
    OUT_OF_DATE = "out_of_date", "已过时"
    VOID = "void", "已作废"


class Variant(TextChoices):
    """The colour of a reminder."""

    BLUE = "blue", "蓝色"
    YELLOW = "yellow", "黄色"
    RED = "red", "红色"
