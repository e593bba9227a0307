from django.db.models import IntegerChoices, TextChoices


class PlanState(TextChoices):
    READING = "reading", "正在读取"
    FAILED = "failed", "读取失败"
    REVIEW = "review", "审阅中"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    REPLACED = "replaced", "已被修订"


class RowState(TextChoices):
    OPEN = "open", "待确认"
    CHECKED = "checked", "已确认"
    DROPPED = "dropped", "不是任务"


class OwnerRole(TextChoices):
    LEAD = "lead", "牵头"
    COOP = "coop", "配合"
    REPORT = "report", "报送对象"


class Category(TextChoices):
    """The fifteen categories of the annotation guide; the reader uses the same codes."""

    ORGANISATION = "organisation", "组织管理"
    PUBLICITY_EDUCATION = "publicity_education", "宣传健教"
    CITY_APPEARANCE = "city_appearance", "市容环卫"
    ENVIRONMENT = "environment", "生态环境"
    PUBLIC_PLACES = "public_places", "公共场所"
    FOOD_WATER = "food_water", "食品饮水"
    DISEASE_CONTROL = "disease_control", "疾病防控"
    VECTOR_CONTROL = "vector_control", "病媒防制"
    UNITS_COMMUNITIES = "units_communities", "单位社区"
    INFRASTRUCTURE = "infrastructure", "设施建设"
    SUPERVISION = "supervision", "督查考核"
    ARCHIVES = "archives", "档案资料"
    REPORTING = "reporting", "信息报送"
    FUNDING = "funding", "经费保障"
    OTHER = "other", "其他"


class TaskStatus(TextChoices):
    """Never stored: derived by weicheng.work.plans.status from dates and recorded progress. The words of the look."""

    TODO = "todo", "未开始"
    DOING = "doing", "推进中"
    DUE = "due", "即将到期"
    LATE = "late", "逾期"
    CHECK = "check", "待核查"
    DONE = "done", "已完成"


class Stage(IntegerChoices):
    """How far a task has come whatever the day: what a status is, less the calendar. The database computes it."""

    IDLE = 0, "没有进展"
    BEGUN = 1, "有进展"
    REPORTED = 2, "报告完成"
    DONE = 3, "完成"


class EntryState(TextChoices):
    SUBMITTED = "submitted", "待确认"
    CONFIRMED = "confirmed", "已确认"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "填报人已收回"
    REPLACED = "replaced", "已由后报的代替"


# Entries that count for nothing.
VOID = (EntryState.RETURNED, EntryState.WITHDRAWN, EntryState.REPLACED)


class PostponementState(TextChoices):
    PENDING = "pending", "等批准"
    APPROVED = "approved", "已批准"
    DECLINED = "declined", "未同意"
    REPLACED = "replaced", "已换成新的申请"
    WITHDRAWN = "withdrawn", "已撤回"
