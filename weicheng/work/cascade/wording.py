"""Words for the codes of the audit trail."""

ACTIONS = {
    "cascade.call.opened": "要求单位分解",
    "cascade.call.changed": "改报送期限",
    "cascade.row.added": "单位新增分解事项",
    "cascade.row.changed": "单位修改分解事项",
    "cascade.row.removed": "单位删除分解事项",
    "cascade.row.done": "单位记完成",
    "cascade.answer.read": "读取单位方案",
    "cascade.answer.submit": "报送单位方案",
    "cascade.answer.take_back": "收回单位方案",
    "cascade.answer.return": "退回单位方案",
    "cascade.answer.accept": "认可单位方案",
    "cascade.answer.reopen": "重新分解",
}
