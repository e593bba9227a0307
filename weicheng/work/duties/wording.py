"""Words for the codes of the audit trail and of the notices."""

from __future__ import annotations

ACTIONS = {
    "duties.duty.created": "新建常态工作",
    "duties.duty.changed": "修改常态工作",
    "duties.duty.ended": "停止常态工作",
    "duties.record.made": "记常态工作",
    "duties.record.taken_back": "撤销记录",
    "duties.occurrence.excused": "同意免做",
    "duties.arrangement.sent": "发临时通知",
    "duties.headcount_rule.created": "新建派人规则",
    "duties.headcount_rule.changed": "修改派人规则",
    "duties.headcounts.set": "填单位人数",
    "duties.roster.created": "新排执勤表",
    "duties.roster.deleted": "删除执勤表草稿",
    "duties.roster.member_added": "加入执勤人员",
    "duties.roster.member_removed": "去掉执勤人员",
    "duties.roster.member_changed": "改执勤人员的免排和负荷",
    "duties.roster.leave_added": "记请假",
    "duties.roster.leave_removed": "去掉请假",
    "duties.roster.planned": "排班",
    "duties.roster.published": "发布执勤表",
    "duties.roster.left": "退出执勤",
    "duties.roster.swap": "换班",
    "duties.roster.substitute": "替班",
    "duties.roster.address_renewed": "更换执勤日历地址",
    "duties.shift.logged": "记执勤情况",
}
NOTICES = {"duties.arrangement": "临时通知"}

FIELDS = {
    "title": "事项", "words": "原文", "rhythm": "频次", "rhythm_words": "频次原文", "holiday": "逢节假日", "starts_on": "起",
    "ends_on": "止", "needs_evidence": "须附照片或文件", "number_unit": "填报数量的单位", "people": "须到人数",
    "people_basis": "人数口径", "headcount_rule": "派人规则", "note": "说明", "units": "单位", "exempt": "免做单位",
}  # fmt: skip
