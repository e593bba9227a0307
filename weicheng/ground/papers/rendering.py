"""From the row of a paper to its files and pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from weicheng.engines.gongwen.converting import NotConverted, office, pdf_by_office
from weicheng.engines.gongwen.fonts import NAMED, missing
from weicheng.engines.gongwen.official import (
    Attachment,
    Attendance,
    Form,
    NoFonts,
    Official,
    page_pictures,
    pdf_file,
    word_file,
)
from weicheng.engines.papercheck import Report, check
from weicheng.ground.papers.models import OfficialPaper
from weicheng.ground.papers.official_choices import UPWARD, OfficialKind

FORMS = {OfficialKind.LETTER: Form.LETTER, OfficialKind.MINUTES: Form.MINUTES}
FONTS = Path(settings.BASE_DIR) / "static_vendor" / "fonts"


def official_of(paper: OfficialPaper, number: str = "", on: date | None = None) -> Official:
    """The paper as the engine wants it. Without a number yet, its place shows the code and an empty year's place."""
    kind = OfficialKind(paper.kind)
    form = FORMS.get(kind, Form.DOCUMENT)
    day = on or paper.on or timezone.localdate()
    series = paper.series
    body_name = series.body if series else paper.signature.split("\n")[0] or "发文机关"
    shown = number or (paper.entry.number if paper.entry_id and paper.entry else _placeholder(paper, day))
    names = [name.strip() for name in paper.signature.split("\n") if name.strip()] or [body_name]
    upward = kind in UPWARD and bool(paper.signer.strip())
    return Official(
        form=form,
        title=paper.title or f"（{kind.label}标题）",
        body=paper.body,
        on=day,
        issuers=[body_name] if form is not Form.DOCUMENT or len(names) == 1 else names,
        mark=_mark(paper, form, body_name),
        number=shown,
        addressees="" if form is Form.MINUTES else paper.addressees,
        signature=() if form is Form.MINUTES else tuple(names),
        signers=[name.strip() for name in paper.signer.replace("，", "、").split("、") if name.strip()]
        if upward
        else (),
        urgency=paper.urgency,
        attachments=[Attachment(one.get("name", ""), one.get("text", "")) for one in paper.attachments],
        note=paper.note,
        copies=paper.copies,
        printed_by=paper.printed_by,
        printed_on=on or day,
        sealed=paper.sealed,
        attendance=Attendance(paper.present, paper.excused, paper.observing),
    )


def _mark(paper: OfficialPaper, form: Form, body_name: str) -> str:
    """The words that the series sets, in the shape of the form."""
    mark = paper.series.mark.strip() if paper.series else ""
    if form is Form.LETTER:
        return mark.removesuffix("文件")
    if form is Form.MINUTES:
        return mark if mark.endswith("纪要") else ""
    return mark if mark and not mark.endswith("纪要") else ""


def _placeholder(paper: OfficialPaper, day: date) -> str:
    return f"{paper.series.code}〔{day.year}〕　号" if paper.series else ""


def docx_of(paper: OfficialPaper, number: str = "", on: date | None = None) -> bytes:
    return word_file(official_of(paper, number, on))


def pages_of(paper: OfficialPaper) -> list[bytes]:
    """Every page as SVG. Raises NoFonts."""
    return page_pictures(official_of(paper), FONTS)


def pdf_of(paper: OfficialPaper, docx: bytes) -> tuple[bytes, str]:
    """The PDF and which program made it: LibreOffice where there is one, else typst. Raises NoFonts."""
    if office() is not None:
        try:
            return pdf_by_office(docx, FONTS if FONTS.exists() else None), "LibreOffice"
        except NotConverted:
            pass  # typst does it as well
    return pdf_file(official_of(paper), FONTS), "typst"


def draft_pdf(paper: OfficialPaper) -> bytes:
    """The PDF of a draft, drawn at once by typst as the pages beside the form are. Raises NoFonts."""
    return pdf_file(official_of(paper), FONTS)


def checked(paper: OfficialPaper) -> Report:
    """What the checker says to the Word file of the paper as it is; a number that is not given yet stands in as the first."""
    number = "" if paper.entry_id or not paper.series else f"{paper.series.code}〔{timezone.localdate().year}〕1号"
    return check(docx_of(paper, number))


def missing_fonts() -> list[str]:
    """Names of the standard's fonts that this machine lacks."""
    return [font.name for font in missing()]


def fonts_wanted() -> list[str]:
    """Names of the fonts that a paper asks for: what the computer that prints must have."""
    return [font.name for font in NAMED]


__all__ = [
    "NoFonts",
    "checked",
    "docx_of",
    "draft_pdf",
    "fonts_wanted",
    "missing_fonts",
    "office",
    "official_of",
    "pages_of",
    "pdf_of",
]
