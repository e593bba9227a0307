"""Words for the codes of the audit trail."""

ACTIONS = {
    "reports.report.edited": "修改报告",
    "reports.report.submitted": "报送报告",
    "reports.missing.reminded": "提醒报送报告",
    "reports.report.returned": "请重新报送报告",
}
