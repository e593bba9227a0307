"""Words for the codes of the audit trail and of notices."""

ACTIONS = {
    "difficulties.difficulty.raised": "提出难点",
    "difficulties.difficulty.answered": "答复难点",
    "difficulties.difficulty.escalated": "上报难点",
    "difficulties.difficulty.sorted": "改派难点",
    "difficulties.difficulty.settled": "难点已解决",
    "difficulties.difficulty.reopened": "重开难点",
    "difficulties.rule.set": "定难点答复时限",
}
NOTICES = {
    "difficulties.difficulty.owed": "有难点等您答复",
    "difficulties.difficulty.answered": "难点有了答复",
    "difficulties.difficulty.overdue": "难点逾期未答复",
    "difficulties.difficulty.settled": "难点已解决",
}
