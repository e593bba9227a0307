"""Words for the codes of the audit trail: actions, fields and values, as the record of a row or task shows them."""

from __future__ import annotations

from typing import Any

from weicheng.work.plans.choices import Category, OwnerRole, RowState

ACTIONS = {
    "plans.plan.uploaded": "上传方案",
    "plans.plan.read": "读取完成",
    "plans.plan.failed": "读取失败",
    "plans.plan.cancelled": "取消读取",
    "plans.plan.read_again": "重新读取",
    "plans.plan.discarded": "删除方案",
    "plans.plan.published": "发布方案",
    "plans.plan.withdrawn": "撤回方案",
    "plans.plan.reopened": "重新审阅",
    "plans.plan.replaced": "由修订稿接替",
    "plans.plan.revises": "认作修订稿",
    "plans.plan.stands_alone": "不作修订稿",
    "plans.row.edited": "修改",
    "plans.row.confirmed": "确认",
    "plans.row.reopened": "改回待确认",
    "plans.row.dropped": "判为不是任务",
    "plans.row.restored": "恢复",
    "plans.row.split": "拆分",
    "plans.row.merged": "合并",
    "plans.row.added": "新增",
    "plans.row.shared": "分给",
    "plans.row.bulk": "批量修改",
    "plans.row.owners": "修改责任单位",
    "plans.row.joined": "并为同一任务",
    "plans.row.separated": "不再并为同一任务",
    "plans.row.rejected": "判为不同任务",
    "plans.row.continued": "改接原有任务",
    "plans.row.undone": "撤销",
    "plans.task.published": "随方案发布",
    "plans.task.created": "新增任务",
    "plans.task.clauses": "对应条款",
    "plans.task.changed": "修改",
    "plans.task.revised": "随修订稿更改",
    "plans.task.sourced": "增加出处",
    "plans.task.withdrawn": "撤回任务",
    "plans.entry.reported": "填报进展",
    "plans.entry.confirmed": "确认进展",
    "plans.entry.returned": "退回进展",
    "plans.entry.withdrawn": "收回进展",
    "plans.entry.replaced": "进展由后报的代替",
    "plans.ledger.imported": "导入台账表格",
    "plans.view.saved": "存台账视图",
    "plans.view.renamed": "台账视图改名",
    "plans.view.deleted": "删除台账视图",
    "plans.feed.renewed": "更换日历地址",
    "plans.deadline_rule.set": "定时限规则",
    "plans.postponement.asked": "申请延期",
    "plans.postponement.declined": "不同意延期",
    "plans.postponement.withdrawn": "撤回延期申请",
    "plans.task.postponed": "批准延期",
}

# Words for the kinds of notices.
NOTICES = {"plans.postponement.asked": "有延期申请", "plans.postponement.decided": "延期申请有了批复"}

FIELDS = {
    "title": "事项",
    "start_on": "开始",
    "due_on": "时限",
    "original_due_on": "原时限",
    "asked_due_on": "拟改时限",
    "deadline_text": "时限原文",
    "recurrence_text": "频次原文",
    "rrule": "频次规则",
    "quota": "次数要求",
    "quantities": "数量",
    "section": "所在章节",
    "category": "类别",
    "state": "状态",
    "owners": "责任单位",
    "clauses": "条款",
    "quote": "原文",
    "phase": "阶段",
    "target_value": "目标数",
    "target_unit": "计量单位",
    "target_comparator": "比较",
    "target_object": "计量对象",
    "note": "备注",
    "percent": "完成百分比",
    "value": "累计完成数",
    "text": "说明",
    "on": "日期",
    "withdrawn_at": "撤回时间",
    "name": "名称",
    "number": "编号",
    "unit": "单位",
}

COMPARATORS = {"=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<"}
PER = {
    "day": "每日",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half": "每半年",
    "half_year": "每半年",
    "year": "每年",
    "campaign": "共",
}


Change = tuple[str, str, str]  # label, before, after, as words


def action_words(action: str) -> str:
    return ACTIONS.get(action, action)


def quantity_words(quantity: dict[str, Any]) -> str:
    """≥30座: how much of what."""
    value = quantity.get("value")
    number = f"{value:g}" if isinstance(value, (int, float)) else str(value or "")
    return f"{COMPARATORS.get(quantity.get('comparator', '='), '')}{number}{quantity.get('unit', '')}"


def quota_words(quota: dict[str, Any]) -> str:
    """每月≥2次."""
    return f"{PER.get(str(quota.get('per')), '共')}{quantity_words({**quota, 'unit': '次'})}"


def clause_words(link: dict[str, Any]) -> str:
    """第15条 厕所革命（车站、医院）."""
    places = "、".join(link.get("place_types") or ())
    return f"{link['clause']}（{places}）" if places else str(link["clause"])


def owner_words(owner: dict[str, Any]) -> str:
    role = owner.get("role", OwnerRole.LEAD)
    return f"{owner.get('text') or owner.get('name') or ''}（{OwnerRole(role).label}）"


def value_words(field: str, value: Any) -> str:
    """A stored value as a person would write it; "" for none."""
    if value in (None, "", [], {}):
        return ""
    if field == "category":
        return str(Category(value).label)
    if field == "state" and value in RowState.values:
        return str(RowState(value).label)
    if field == "owners":
        return "、".join(owner_words(owner) for owner in value)
    if field == "clauses":
        return "、".join(clause_words(link) for link in value)
    if field == "quantities":
        return "、".join(quantity_words(quantity) for quantity in value)
    if field == "quota":
        return quota_words(value)
    if isinstance(value, list):
        return "，".join(str(part) for part in value)
    return str(value)


def change_words(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """(label, before, after) of the fields that have a word; the others are bookkeeping."""
    fields = [field for field in FIELDS if field in before or field in after]
    return [
        (FIELDS[field], value_words(field, before.get(field)), value_words(field, after.get(field))) for field in fields
    ]
