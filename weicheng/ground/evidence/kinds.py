"""What kind of evidence a file most likely is, from its bytes and its name; a person may say otherwise."""

import re

from weicheng.ground.evidence.choices import EvidenceKind

_BY_NAME = (
    (EvidenceKind.CERTIFICATE, r"许可证|合格证|资格证|执照|证书|证照|批复|批文|资质|备案"),
    (EvidenceKind.SUMMARY, r"总结|小结|汇报|报告(?!表)|述职"),
    (EvidenceKind.CHECK, r"检查|督查|督办|通报|整改|巡查|考核|暗访|抽查"),
    (EvidenceKind.RULE, r"制度|办法|规定|条例|职责|公约|细则"),
    (EvidenceKind.PLAN, r"方案|计划|规划|安排|预案"),
    (EvidenceKind.DATA, r"统计|报表|数据|监测|汇总表|台账"),
    (EvidenceKind.RECORD, r"记录|登记|签到|纪要|会议|培训"),
)
_SHEETS = ("sheet", "excel", "text/csv")


def kind_by_look(media_type: str, name: str) -> str:
    """The likeliest of EvidenceKind; a process record where nothing tells."""
    if media_type.startswith("image/"):
        named = next((kind for kind, words in _BY_NAME[:1] if re.search(words, name)), None)
        return str(named or EvidenceKind.PHOTO)
    if media_type.startswith("video/"):
        return str(EvidenceKind.VIDEO)
    for kind, words in _BY_NAME:
        if re.search(words, name):
            return str(kind)
    if any(word in media_type for word in _SHEETS):
        return str(EvidenceKind.DATA)
    return str(EvidenceKind.RECORD)
