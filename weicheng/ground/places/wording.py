"""Chinese words for the audit codes of this room."""

ACTIONS = {
    "places.zone.added": "划定责任区",
    "places.zone.changed": "修改责任区",
    "places.zone.ended": "撤销责任区",
    "places.zones.imported": "导入责任区",
    "places.sponsorship.begun": "安排包抓",
    "places.sponsorship.ended": "结束包抓",
}
