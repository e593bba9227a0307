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
