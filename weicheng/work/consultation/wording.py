"""Words for the codes of this room."""

ACTIONS = {
    "consultation.round.opened": "开始征求意见",
    "consultation.round.extended": "改答复期限",
    "consultation.round.closed": "结束征求意见",
    "consultation.round.reminded": "提醒未答复单位",
    "consultation.reply.given": "答复征求意见",
    "consultation.reply.taken": "采纳意见",
    "consultation.reply.declined": "不采纳意见",
    "consultation.receipt.signed": "签收任务",
    "consultation.receipt.reminded": "提醒未签收单位",
}

# Words for the kinds of notices.
NOTICES = {
    "consultation.round.opened": "征求意见",
    "consultation.round.reminded": "征求意见提醒",
    "consultation.row.moved": "任务改由本单位负责",
    "consultation.reply.settled": "意见有了结果",
    "consultation.receipt.called": "有任务要签收",
    "consultation.receipt.reminded": "签收提醒",
}
