"""Words for the codes of the audit trail and of the notices."""

from __future__ import annotations

ACTIONS = {
    "indicators.value.drafted": "存指标数据草稿",
    "indicators.value.submitted": "提交指标数据",
    "indicators.value.checked": "审核通过指标数据",
    "indicators.value.returned": "退回指标数据",
    "indicators.value.taken_back": "收回指标数据",
    "indicators.value.replaced": "指标数据被更正",
    "indicators.owner.assigned": "指定数据责任单位",
    "indicators.owner.removed": "取消数据责任单位",
    "indicators.year.set": "定数据年度和报送期限",
    "indicators.rule.set": "定指标判定口径",
    "indicators.owed.reminded": "催报指标数据",
    "indicators.table.applied": "按表格导入指标数据",
}
NOTICES = {
    "indicators.owed": "催报指标数据",
    "indicators.returned": "指标数据退回",
    "indicators.submitted": "指标数据待审核",
}
