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
    "evidence.renewed": "记下换发的新证",
    "evidence.lapse_rule": "定提前几天提醒到期",
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
    "renewed_by": "换发的新证",
    "steps": "提前几天",
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


def both_versions(now: Evidence, typed: dict[str, Any]) -> str:
    """What stands now beside what was typed, for who changed a page that had grown old."""
    differing = [
        f"{FIELDS[name]}现在是“{shown}”，您填的是“{given}”"
        for name, value in typed.items()
        if (shown := _shown(getattr(now, name))) != (given := _shown(value))
    ]
    said = "；".join(differing) or "和您填的一样"
    return f"您打开页面以后有人改过这份材料，还没有保存。{said}。要以您填的为准，请再按一次保存；不要了就点“不改了”。"


def _shown(value: Any) -> str:
    return (
        "空" if value in (None, "") else str(EvidenceKind(value).label) if value in EvidenceKind.values else str(value)
    )


def clause_words(evidence: Evidence) -> str:
    """The clauses, the main one first."""
    links = evidence.clauses.select_related("clause").order_by("-is_primary", "id")
    return "；".join(str(link.clause) for link in links)
