"""Words for the codes of the audit trail."""

ACTIONS = {
    "archive.volume.opened": "建案卷",
    "archive.volume.changed": "改案卷",
    "archive.volume.removed": "删案卷",
    "archive.volume.chosen": "案卷取舍",
    "archive.volume.ordered": "案卷排序",
    "archive.volume.sealed": "封卷",
    "archive.volume.supplemented": "建补充卷",
    "archive.volume.exported": "导出案卷",
    "archive.item.registered": "登记归档件",
    "archive.item.changed": "改归档件",
    "archive.item.numbered": "编档号",
    "archive.item.voided": "作废档号",
    "archive.box.opened": "设盒",
    "archive.box.sealed": "封盒",
    "archive.rules.changed": "改归档设置",
    "archive.retention.changed": "改保管期限",
    "archive.unified.changed": "改五统一规则",
    "archive.acceptance.recorded": "记验收结果",
    "archive.defect.given": "验收问题转任务",
}
