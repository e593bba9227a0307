"""Word, Excel, PowerPoint and text files through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from weicheng.engines.gongwen import converting
from weicheng.ground.evidence.services import path_of
from weicheng.judgement.archive.naming import ENDINGS

if TYPE_CHECKING:
    from weicheng.judgement.archive.exporting.parts import Part

SECONDS = 120  # for one file; a batch has as many times that
_TYPES = frozenset(
    {
        "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/rtf",
        "text/plain",
        *(kind for kind in ENDINGS if kind.startswith("application/vnd.openxmlformats")),
        *(f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")),
    }
)  # fmt: skip
_OPEN = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}


def program() -> str:
    return converting.office() or ""


def is_one(media_type: str) -> bool:
    return media_type in _TYPES


def convert(folder: Path, parts: list[Part]) -> None:
    """Settle all of ``parts``. What fails in the batch is tried once by itself: one bad file must not take others along."""
    if not program():
        for part in parts:
            part.leave_out("服务器没有装LibreOffice，不能转成PDF，请看原件")
        return
    _run(folder, parts)
    for part in parts:
        if not part.is_settled:
            _run(folder, [part])
        if not part.is_settled:
            part.leave_out("LibreOffice转换不了，请看原件")


def _run(folder: Path, parts: list[Part]) -> None:
    incoming, outgoing = folder / "office-in", folder / "office-out"
    for each in (incoming, outgoing):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir(parents=True)
    sources = []
    for part in parts:
        source = incoming / f"{part.key}.{_ending(part.media_type)}"
        shutil.copyfile(path_of(part.sha256), source)
        sources.append(source)
    # Not in time: what it made until then is good, the rest is tried once more by itself.
    with suppress(converting.NotConverted):
        converting.to_pdfs(sources, outgoing, profile=folder / "office-profile", seconds=SECONDS * len(sources))
    for part in parts:
        made = outgoing / f"{part.key}.pdf"
        if made.exists() and _is_whole(made):
            made.replace(part.pdf)
    for each in (incoming, outgoing):
        shutil.rmtree(each, ignore_errors=True)


def _is_whole(path: Path) -> bool:
    try:
        with pikepdf.open(path) as pdf:
            return len(pdf.pages) > 0
    except pikepdf.PdfError:
        return False


def _ending(media_type: str) -> str:
    return ENDINGS.get(media_type) or _OPEN.get(media_type.rsplit(".", 1)[-1], "bin")
