"""Words for the codes of the audit trail and of notices."""

ACTIONS = {
    "reminders.rule.set": "改提醒规则",
    "reminders.question.asked": "追问进展",
    "reminders.question.answered": "回答追问",
}
NOTICES = {
    "reminders.task.blue": "任务快到期（蓝色）",
    "reminders.task.yellow": "任务到期（黄色）",
    "reminders.task.red": "任务逾期（红色）",
    "reminders.question.asked": "创卫办追问进展",
    "reminders.question.answered": "单位回答了追问",
}
