"""Chinese words for the audit codes of this room, and for its own kinds of notices."""

ACTIONS = {
    "notices.preference.changed": "修改通知设置",
    "notices.robot.added": "登记群机器人",
    "notices.robot.changed": "修改群机器人",
    "notices.robot.removed": "删去群机器人",
    "notices.delivery.retried": "重发通知",
}
NOTICES = {"notices.delivery.dead": "有通知没有发出去"}
