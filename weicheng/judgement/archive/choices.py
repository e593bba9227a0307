"""Words of the archive."""

from django.db import models


class SourceKind(models.TextChoices):
    """Where a thing in a volume comes from; the first part of its source, e.g. "evidence:12"."""

    EVIDENCE = "evidence", "佐证材料"
    PAPER = "paper", "文书"
    OFFICIAL = "official", "公文"
    INCOMING = "incoming", "来文"
    PLAN = "plan", "方案"
    REPORT = "report", "报告"
    MINUTES = "minutes", "会议纪要"


class WorkPart(models.TextChoices):
    """What each line of work must show (M073)."""

    PLAN = "plan", "计划"
    CHECK = "check", "检查"
    SUMMARY = "summary", "总结"
    RECORD = "record", "记录"


class Carrier(models.TextChoices):
    BOTH = "both", "电子和纸质"
    ELECTRONIC = "electronic", "电子"
    PAPER = "paper", "纸质"


class VolumeState(models.TextChoices):
    OPEN = "open", "整理中"
    SEALED = "sealed", "已封卷"


class ChoiceVerb(models.TextChoices):
    """What a person decided over the query of a volume."""

    KEEP = "keep", "排定次序"
    ADD = "add", "手工加入"
    LEAVE_OUT = "leave_out", "不入卷"


class ExportForm(models.TextChoices):
    ZIP = "zip", "压缩包"
    PDF = "pdf", "合订PDF"


class Retention(models.TextChoices):
    """DA/T 22-2015 codes."""

    PERMANENT = "Y", "永久"
    THIRTY = "D30", "30年"
    TEN = "D10", "10年"


class ItemState(models.TextChoices):
    OPEN = "open", "待编号"
    NUMBERED = "numbered", "已编号"
    SEALED = "sealed", "已封盒"
    VOID = "void", "已作废"


class FileRole(models.TextChoices):
    """The parts of one 件, in the order in which they lie: the reply first, the final before the draft."""

    REPLY = "reply", "批复"
    REQUEST = "request", "请示"
    FINAL = "final", "正本"
    DRAFT = "draft", "定稿"
    ATTACHMENT = "attachment", "附件"


class Level(models.TextChoices):
    """Who accepts, from below (M268)."""

    UNIT = "unit", "单位自查"
    OFFICE = "office", "创卫办验收"
    CITY = "city", "市级验收"


class Result(models.TextChoices):
    PASSED = "passed", "合格"
    RETURNED = "returned", "限期整改"


class LackKind(models.TextChoices):
    """What a volume can lack; the label heads the list of it."""

    PART = "part", "条款缺的环节"
    UNIT = "unit", "单位缺的环节"
    ASKED = "asked", "标准要看的材料，题名里没找到"
    FILE = "file", "没有文件"
    DATE = "date", "没有日期"
    TEXT = "text", "读不出文字，搜不到"
    PLACE = "place", "照片、视频没有地点"


class UnifiedCheck(models.TextChoices):
    """The five-unified rules (M242)."""

    TIME = "time", "统一时间"
    PERSON = "person", "统一人员"
    FILES = "files", "统一档案"
    STYLE = "style", "统一样式"
    ACTION = "action", "统一行动"
