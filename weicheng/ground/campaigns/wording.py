"""Chinese words for the audit codes of this room."""

ACTIONS = {
    "campaigns.campaign.started": "开始活动",
    "campaigns.campaign.changed": "修改活动设置",
    "campaigns.edition.chosen": "选定对照标准",
    "campaigns.campaign.closed": "结束活动",
    "campaigns.campaign.reopened": "重新打开活动",
    "campaigns.day.set": "修改工作日",
    "campaigns.day.cleared": "恢复工作日",
    "campaigns.year.confirmed": "确认全年工作日",
    "campaigns.year.reopened": "取消确认全年工作日",
}
