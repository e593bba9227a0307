"""Jobs of the package: Word files become PDF where LibreOffice is, and everything goes into one zip with a catalogue."""

from __future__ import annotations

import io
import re
import tempfile
import uuid
import zipfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from weicheng.engines.gongwen.converting import NotConverted, office, pdf_by_office
from weicheng.ground.evidence.errors import FileMissing, FileRefused
from weicheng.ground.evidence.services import open_file, store_file
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import User
from weicheng.ground.papers.rendering import FONTS
from weicheng.judgement.titles.choices import FileSource, SlotState
from weicheng.judgement.titles.formats import DOCX, ending_of
from weicheng.judgement.titles.models import Bid, PackageFile
from weicheng.judgement.titles.permissions import check_user_can_edit_titles
from weicheng.judgement.titles.selectors.package import PackageState, SlotLine, package_state
from weicheng.judgement.titles.services.catalogue import catalogue
from weicheng.judgement.titles.services.moving import locked_bid

CONVERT, BUILD = "titles.convert", "titles.build"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_CHUNK = 1 << 20


def request_conversion(*, by: User, bid: Bid) -> Job:
    """Turn the Word files that the receiver would not take into PDF, as a job. NotPossible without LibreOffice."""
    if office() is None:
        raise NotPossible("这台服务器没有装LibreOffice，不能转PDF。请在自己的电脑上另存为PDF再传。")
    if not convertible(package_state(bid)):
        raise NotPossible("没有要转成PDF的Word文件。")
    return _enqueue(by, bid, CONVERT, f"{bid}：Word转PDF")


def request_package(*, by: User, bid: Bid) -> Job:
    """Put the package together, as a job; what is missing is named in its catalogue."""
    if not package_state(bid).files:
        raise NotPossible("还没有放进一份文件。")
    return _enqueue(by, bid, BUILD, f"{bid}：申报资料打包")


def _enqueue(by: User, bid: Bid, kind: str, label: str) -> Job:
    with transaction.atomic():
        current = locked_bid(bid)
        check_user_can_edit_titles(by, current.campaign)
        if current.job is not None and not current.job.is_finished:
            raise NotPossible("上一件后台工作还没有做完，请等一等或先停止。")
        current.job = jobs.enqueue(kind, {"bid": current.pk}, by=by, label=label)
        current.save(update_fields=["job"])
    return current.job


def convertible(state: PackageState) -> list[PackageFile]:
    """The Word files in a format that is not taken and that have no conversion yet."""
    return [
        file
        for line in state.lines
        for file, is_taken in line.files
        if not is_taken
        and file.file.media_type == DOCX
        and not any(one.removed_at is None for one in file.conversions.all())
    ]


def convert(job: Job) -> dict[str, Any]:
    """The job: each Word file by itself; one that fails is named and holds up no other. Run again it goes on."""
    bid, by = _of(job)
    waiting, failed, made = convertible(package_state(bid)), [], 0
    for number, file in enumerate(waiting):
        jobs.progress(job, number, len(waiting), f"{file.name}")
        try:
            with open_file(file.file) as stream:
                content = pdf_by_office(stream.read(), FONTS)
            _keep_pdf(bid, by, file, content)
            made += 1
        except (NotConverted, FileMissing, FileRefused) as error:
            failed.append(f"{file.name}：{error}")
    if failed:
        raise jobs.JobFailed(f"转成{made}份，{len(failed)}份没有转成：{'；'.join(failed)[:500]}")
    return {"made": made}


def _keep_pdf(bid: Bid, by: User, file: PackageFile, content: bytes) -> None:
    name = f"{file.name.rsplit('.', 1)[0]}.pdf"[-255:]
    stored = store_file(io.BytesIO(content), name=name, by=by)
    with transaction.atomic():
        locked_bid(bid)
        current = PackageFile.objects.select_for_update().get(pk=file.pk)
        if current.removed_at is not None or current.conversions.filter(removed_at=None).exists():
            return
        values = {
            one: getattr(current, one) for one in ("category", "issuer", "issued_on", "effective_on", "revised_on")
        }
        PackageFile.objects.create(
            key=uuid.uuid4(),
            slot=current.slot,
            file=stored,
            name=name,
            source=FileSource.CONVERTED,
            origin=f"由“{current.name}”转成"[:200],
            converted_from=current,
            by=by,
            **values,
        )
        audit.record("titles.file.converted", by=by, obj=bid, after={"slot": current.slot.name, "file": name})


def build(job: Job) -> dict[str, Any]:
    """The job: a zip with the files by number and name, 目录.xlsx and index.html; kept under its hash, told to the bid."""
    bid, by = _of(job)
    state = package_state(bid)
    out = [(line, place, file) for line in state.lines for place, file in enumerate(line.going_out, 1)]
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="weicheng-package-") as folder:
        path = Path(folder) / "package.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for number, (line, place, file) in enumerate(out):
                jobs.progress(job, number, len(out), file.name)
                name = _path(line, place, file)
                _copy(archive, name, file)
                rows.append({"line": line, "file": file, "path": name})
            rows += [{"line": line, "file": None, "path": ""} for line in state.lines if not line.going_out]
            rows.sort(key=lambda row: row["line"].number)
            archive.writestr("目录.xlsx", catalogue(bid, rows))
            context = {"bid": bid, "rows": rows, "state": state, "at": timezone.localtime()}
            archive.writestr("index.html", render_to_string("titles/package_index.html", context))
        with path.open("rb") as stream:
            stored = store_file(stream, name=f"{_safe(str(bid))}申报资料.zip", by=by)
    with transaction.atomic():
        current = locked_bid(bid)
        current.package, current.package_at = stored, timezone.now()
        current.save(update_fields=["package", "package_at"])
        missing = sum(line.state == SlotState.MISSING and line.slot.is_required for line in state.lines)
        after = {"sha256": stored.sha256, "files": len(out), "missing": missing}
        audit.record("titles.package.built", by=by, obj=current, after=after)
    return {"file": stored.pk, "files": len(out), "missing": missing}


def _of(job: Job) -> tuple[Bid, User]:
    bid = Bid.objects.select_related("title__campaign", "campaign").filter(pk=job.args["bid"]).first()
    by = User.objects.filter(pk=job.created_by_id).first() if job.created_by_id else None
    if bid is None or by is None:
        raise jobs.JobFailed("这个申报已经不在了。")
    return bid, by


def _copy(archive: zipfile.ZipFile, name: str, file: PackageFile) -> None:
    """Streamed, so that a video costs no memory."""
    try:
        with open_file(file.file) as source, archive.open(name, "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
    except FileMissing as error:
        raise jobs.JobFailed(str(error)) from error


def _path(line: SlotLine, place: int, file: PackageFile) -> str:
    stem = file.name.rsplit(".", 1)[0] if "." in file.name else file.name
    folder = f"{line.number:02d} {_safe(line.slot.name)}"
    return f"{folder}/{place:02d} {_safe(stem)}.{ending_of(file.file, file.name)}"


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", text).strip(" .")[:80] or "未命名"
