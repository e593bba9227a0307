"""Chinese words for the audit codes of this room."""

ACTIONS = {
    "standards.edition.loaded": "装入标准",
    "standards.figure.verified": "核定标准数值",
    "standards.figure.withdrawn": "撤回核定",
}
