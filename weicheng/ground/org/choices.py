from django.db.models import TextChoices


class UnitKind(TextChoices):
    PARTY_GOV = "party_gov", "党委政府"
    DEPARTMENT = "department", "部门"
    TOWNSHIP = "township", "街道乡镇"
    COMMUNITY = "community", "社区村"
    ENTERPRISE = "enterprise", "企事业单位"
    OFFICE = "office", "内设科室"
    OTHER = "other", "其他"


class PostKind(TextChoices):
    RESPONSIBLE = "responsible", "责任人"  # the chief: first responsible (M007)
    IN_CHARGE = "in_charge", "分管负责人"  # the leader in charge: directly responsible (M007)
    LIAISON = "liaison", "联络员"
    STAFF = "staff", "工作人员"


class GroupKind(TextChoices):
    LEADING = "leading", "领导小组"
    OFFICE = "office", "办公室"
    WORKING = "working", "工作组"


class MemberPost(TextChoices):
    HEAD = "head", "组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    DIRECTOR = "director", "主任"
    VICE_DIRECTOR = "vice_director", "副主任"


class Role(TextChoices):
    """Roles are code: what each may do stands in the permissions of the rooms."""

    OFFICE = "office", "创卫办"
    LEADER = "leader", "领导"
    LIAISON = "liaison", "单位联络员"
    INSPECTOR = "inspector", "督查员"
    AUDITOR = "auditor", "审计员"
    ADMIN = "admin", "系统管理员"


class MatchKind(TextChoices):
    """How an owner string of a plan found its unit."""

    EXACT = "exact", "名称一致"
    ALIAS = "alias", "简称"
    FUZZY = "fuzzy", "相近"
    COLLECTIVE = "collective", "统称"
    PERSON = "person", "个人"
    NEW = "new", "未登记"
    MANUAL = "manual", "人工选定"
