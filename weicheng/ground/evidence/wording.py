"""Chinese words for the audit codes of this room, and the values of a piece of evidence as they stand in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weicheng.ground.evidence.choices import EvidenceKind

if TYPE_CHECKING:
    from weicheng.ground.evidence.models import Evidence

ACTIONS = {
    "evidence.file.stored": "存入文件",
    "evidence.added": "收入材料",
    "evidence.changed": "修改材料",
    "evidence.classified": "归类材料",
    "evidence.followed": "条款随任务变动",
    "evidence.removed": "撤下材料",
    "evidence.put_back": "恢复材料",
    "evidence.match_judged": "看过相似照片",
}
FIELDS = {
    "title": "题名",
    "kind": "种类",
    "on": "形成日期",
    "year": "年度",
    "unit": "单位",
    "zone": "责任区",
    "valid_until": "有效期至",
    "note": "说明",
    "clauses": "条款",
    "origin_word": "来源",
    "sha256": "文件指纹",
    "file": "文件",
    "found": "看的结果",
}


def values_of(evidence: Evidence) -> dict[str, Any]:
    """What a reader of the trail wants to see of it, in words."""
    return {
        "title": evidence.title,
        "kind": EvidenceKind(evidence.kind).label,
        "on": evidence.on.isoformat() if evidence.on else "",
        "year": evidence.year,
        "unit": str(evidence.unit or ""),
        "zone": str(evidence.zone or ""),
        "valid_until": evidence.valid_until.isoformat() if evidence.valid_until else "",
        "note": evidence.note,
        "clauses": clause_words(evidence),
        "origin_word": evidence.origin_word,
    }


def clause_words(evidence: Evidence) -> str:
    """The clauses, the main one first."""
    links = evidence.clauses.select_related("clause").order_by("-is_primary", "id")
    return "；".join(str(link.clause) for link in links)
