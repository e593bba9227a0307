"""Chinese words for the audit codes of this room."""

ACTIONS = {
    "papers.paper.issued": "发出文书",
    "papers.paper.voided": "作废文书",
    "papers.paper.outdated": "文书已过时",
    "papers.paper.restored": "文书恢复有效",
    "papers.signing.recorded": "登记签订",
    "papers.signing.scanned": "补扫描件",
    "papers.signing.retracted": "撤销签订登记",
}
ACTIONS |= {
    "papers.series.saved": "设置发文字号",
    "papers.chain.set": "设置审签流程",
    "papers.official.started": "起草公文",
    "papers.official.dropped": "删除草稿",
    "papers.official.clauses": "公文对应条款",
    "papers.official.submitted": "公文送审",
    "papers.official.passed": "审签同意",
    "papers.official.returned": "审签退回",
    "papers.official.taken_back": "收回公文",
    "papers.official.issued": "印发公文",
    "papers.official.pdf_made": "生成公文PDF",
    "papers.official.distributed": "分发公文",
    "papers.official.received": "签收公文",
    "papers.official.taken_off": "从分发名单去掉",
    "papers.number.entered": "登记系统外发文",
    "papers.number.voided": "作废发文字号",
    "papers.incoming.registered": "登记来文",
    "papers.incoming.changed": "修改来文登记",
    "papers.incoming.answered": "来文已答复",
    "papers.incoming.reopened": "来文又待答复",
}
