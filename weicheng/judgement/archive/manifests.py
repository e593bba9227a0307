"""The manifest of a volume: what lies in it, under which names, with which hashes. Sealed, its own hash is the seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from weicheng.ground.standards.models import Clause
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.naming import path_of_file
from weicheng.judgement.archive.things import FileRef, Thing

FORMAT = "weicheng-volume/1"


def manifest_of(
    volume: Volume,
    things: Iterable[Thing],
    *,
    at: datetime,
    by: str,
    sealed: bool,
    lacking: Sequence[dict[str, str]] = (),
    reason: str = "",
) -> dict[str, Any]:
    """Everything that an export shows, so that index, catalogue and PDF are drawn from it alone. ``lacking``: what is not
    there, ``reason``: why it was sealed without."""
    things = list(things)
    digits = max(3, len(str(len(things))))
    words = _clause_words(volume, things)
    items = [_item(thing, digits, words) for thing in things]
    files = [file for item in items for file in item["files"]]
    return {
        "format": FORMAT,
        "sealed": sealed,
        "at": at.isoformat(timespec="seconds"),
        "by": by,
        "volume": _volume(volume),
        "count": len(items),
        "files": len(files),
        "bytes": sum(file["size"] for file in files),
        "lacking": list(lacking),
        "lacking_reason": reason,
        "items": items,
    }


def as_bytes(manifest: dict[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def seal_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _volume(volume: Volume) -> dict[str, Any]:
    return {
        "code": volume.code,
        "title": volume.title,
        "campaign": str(volume.campaign),
        "area": volume.campaign.area,
        "edition": volume.edition.title,
        "chapter": f"第{volume.chapter.number}章 {volume.chapter.title}",
        "clause": str(volume.clause or ""),
        "year": volume.year,
        "class": volume.get_part_display() if volume.part else "全部",
        "carrier": volume.get_carrier_display(),
        "unit": volume.unit_name,
        "supplements": volume.supplements.code if volume.supplements else "",
        "supplements_seal": volume.supplements.seal if volume.supplements else "",
        "keeper": volume.keeper,
        "checker": volume.checker,
        "note": volume.note,
    }


def _clause_words(volume: Volume, things: Sequence[Thing]) -> dict[int, str]:
    """How each clause of these things is called, in the order of the standard; those of another edition say which. One query."""
    keys = {clause for thing in things for clause in thing.clauses}
    found = Clause.objects.filter(pk__in=keys).select_related("edition").order_by("edition", "order")
    return {
        one.pk: str(one) if one.edition_id == volume.edition_id else f"{one}（{one.edition.short_title}）"
        for one in found
    }


def _item(thing: Thing, digits: int, words: dict[int, str]) -> dict[str, Any]:
    return {
        "number": thing.number,
        "source": thing.source,
        "from": thing.kind_word,
        "class": thing.part_word,
        "clauses": [word for clause, word in words.items() if clause in thing.clauses],
        "title": thing.title,
        "paper_number": thing.paper_number,
        "author": thing.unit_name,
        "person": thing.person,
        "on": thing.on.isoformat() if thing.on else "",
        "files": [_file(thing, file, place, digits) for place, file in enumerate(thing.files, 1)],
    }


def _file(thing: Thing, file: FileRef, place: int, digits: int) -> dict[str, Any]:
    return {
        "path": path_of_file(thing.number, thing.title, file, place, digits),
        "name": file.name,
        "type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }
