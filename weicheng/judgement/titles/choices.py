from django.db.models import TextChoices


class TitleLevel(TextChoices):
    """Who grants a title; the rungs of the ladder from below."""

    COUNTY = "county", "县（区）级"
    PREFECTURE = "prefecture", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "国家级"


LADDER = (TitleLevel.COUNTY, TitleLevel.PREFECTURE, TitleLevel.PROVINCE, TitleLevel.NATIONAL)


class ObjectKind(TextChoices):
    """What a title is given to."""

    CITY = "city", "城市"
    DISTRICT = "district", "区"
    COUNTY = "county", "县"
    TOWN = "town", "乡镇街道"
    VILLAGE = "village", "村（社区）"
    UNIT = "unit", "单位"
    HOUSEHOLD = "household", "户"


class TitleState(TextChoices):
    """Kept by hand and by the bids; whether the term has run out is read from its date (models.Title.standing)."""

    SOUGHT = "sought", "争创中"
    HELD = "held", "已命名"
    DEFERRED = "deferred", "暂缓确认"
    WITHDRAWN = "withdrawn", "已撤销"
    GIVEN_UP = "given_up", "不再争创"


class EventKind(TextChoices):
    """What happened to a title: its history ladder."""

    SOUGHT = "sought", "列入争创"
    GRANTED = "granted", "命名"
    CONFIRMED = "confirmed", "重新确认"
    DEFERRED = "deferred", "暂缓确认"
    WITHDRAWN = "withdrawn", "撤销"
    GIVEN_UP = "given_up", "不再争创"
    CORRECTED = "corrected", "更正"


class Purpose(TextChoices):
    """Why papers are handed in; ``PURPOSE_CODES`` has the codes of the national system (standards.md 1.4)."""

    CREATE = "create", "创建"
    REVIEW = "review", "复审"
    OTHER = "other", "其他"


PURPOSE_CODES = {Purpose.CREATE: 1, Purpose.REVIEW: 2, Purpose.OTHER: 3}


class PackageObject(TextChoices):
    """By which list of papers a bid hands in."""

    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWN = "town", "乡镇"
    VILLAGE = "village", "村"
    UNIT = "unit", "单位"


class BidState(TextChoices):
    OPEN = "open", "进行中"
    WON = "won", "已办结"
    LOST = "lost", "未通过"


class MoveKind(TextChoices):
    MOVE = "move", "推进"
    UNDO = "undo", "撤回一步"
    FIX = "fix", "更正"


class PolicyCategory(TextChoices):
    """Kinds of a policy paper as the national system codes them (standards.md 1.4)."""

    LAW = "01", "法规"
    RULE = "02", "规章"
    NORMATIVE = "03", "一般规范性文件"
    PAPER = "04", "公文"


class FileSource(TextChoices):
    UPLOAD = "upload", "上传"
    EVIDENCE = "evidence", "佐证材料"
    PAPER = "paper", "文书"
    OFFICIAL = "official", "公文"
    PLAN = "plan", "方案"
    CONVERTED = "converted", "转换"


class SlotState(TextChoices):
    """How a required paper stands; the page, the bar and the export ask the same rule (selectors.package)."""

    MISSING = "missing", "缺"
    FORMAT = "format", "待换格式"
    DETAILS = "details", "缺要素"
    PRESENT = "present", "已有"


class CountUnit(TextChoices):
    DAY = "day", "天"
    WORKDAY = "workday", "个工作日"


class Watch(TextChoices):
    """What the system itself can count for a line of the countdown."""

    NONE = "", "人工"
    TASKS = "tasks", "未完成任务"
    PACKAGE = "package", "申报资料"
    FINDINGS = "findings", "反馈问题"
    INDICATORS = "indicators", "数据指标"
    COVERAGE = "coverage", "条款差距"
    ARCHIVE = "archive", "档案验收"
