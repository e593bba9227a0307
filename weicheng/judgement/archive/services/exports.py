"""Exports: a zip or one PDF of a volume, made in the background; a folder, made by the command."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import User
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import ExportForm
from weicheng.judgement.archive.exporting.copying import Spoiled
from weicheng.judgement.archive.exporting.folder import lay_out
from weicheng.judgement.archive.exporting.packing import pack
from weicheng.judgement.archive.exporting.plan import Tell, entries_of, needed_bytes, prepare
from weicheng.judgement.archive.manifests import as_bytes, manifest_of
from weicheng.judgement.archive.models import Volume, VolumeExport
from weicheng.judgement.archive.naming import safe_name
from weicheng.judgement.archive.selectors.contents import contents_of
from weicheng.judgement.archive.selectors.lacking import as_rows, lacking_of
from weicheng.judgement.archive.services.sealing import sealed_manifest, with_files

JOB_KIND = "archive.export"
ATTEMPTS = 5  # each goes on where the last one stopped
KEPT_DAYS = 14
RESERVE = 256 << 20  # what the disk must still have afterwards
_COPIES = {ExportForm.ZIP: 1.0, ExportForm.PDF: 2.2}  # of the volume's bytes, at the most, while it is made


def exports_root() -> Path:
    return Path(settings.HOME) / "exports" / "volumes"


def folder_of(export: VolumeExport) -> Path:
    return exports_root() / export.uid.hex


def file_of(export: VolumeExport) -> Path:
    """Where the finished file lies; it exists only whole."""
    return folder_of(export) / f"volume.{export.form}"


def download_name(export: VolumeExport) -> str:
    return f"{safe_name(f'{export.volume.code} {export.volume.title}')}.{export.form}"


@transaction.atomic
def request_export(*, by: User, volume: Volume, form: str) -> VolumeExport:
    """Begin an export; one of the same form that is still being made is given back instead. Raises NotPossible where the
    disk has no room for it, with how much is wanted."""
    permissions.check_user_can_export_volume(by, volume)
    if form not in ExportForm.values:
        raise Invalid("只能导出压缩包或合订PDF。", "form")
    Volume.objects.select_for_update(of=("self",)).get(pk=volume.pk)
    for running in VolumeExport.objects.filter(volume=volume, form=form, path="").select_related("job"):
        if running.job is not None and not running.job.is_finished:
            return running
    things = contents_of(volume)
    if not things:
        raise NotPossible("卷里还没有材料，没有可导出的。")
    check_room(int(sum(thing.size for thing in things) * _COPIES[ExportForm(form)]), exports_root())
    export = VolumeExport.objects.create(volume=volume, form=form, seal=volume.seal, by=by)
    label = f"导出{export.get_form_display()}：{volume.title}"[:200]
    export.job = jobs.enqueue(JOB_KIND, {"export": export.pk}, by, label, attempts=ATTEMPTS)
    export.save(update_fields=["job"])
    audit.record("archive.volume.exported", by=by, obj=volume, after={"form": form, "seal": volume.seal})
    return export


def check_room(needed: int, folder: Path) -> None:
    """Raises NotPossible before anything is written that would not fit."""
    there = folder
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    if free < needed + RESERVE:
        raise NotPossible(
            f"服务器磁盘不够，没有开始导出：还要{_gigabytes(needed + RESERVE)}，只剩{_gigabytes(free)}。"
            "请管理员清理磁盘，或删去旧的导出文件。"
        )


def run_export(job: Job) -> dict[str, Any]:
    """The body of the job; a second run after a crash goes on with what the first one finished."""
    export = VolumeExport.objects.select_related("volume__campaign").get(pk=job.args["export"])
    try:
        return make_export(export, tell=lambda *told: jobs.progress(job, *told))
    except (Spoiled, NotPossible) as error:
        raise jobs.JobFailed(str(error)) from error
    except OSError as error:
        if error.errno == 28:  # no space left
            raise jobs.JobFailed("服务器磁盘写满了，导出停下了。请清理磁盘后重新导出。") from error
        raise


def make_export(export: VolumeExport, *, tell: Tell = lambda done, total, note: None) -> dict[str, Any]:
    """Make the file of an export here and now."""
    from weicheng.judgement.archive.exporting.binding import bind

    folder, target = folder_of(export), file_of(export)
    folder.mkdir(parents=True, exist_ok=True)
    left_out = 0
    if not target.exists() or not export.path:
        plan = prepare(folder, manifest_bytes(export.volume, export.by, export.seal, folder))
        if export.form == ExportForm.PDF:
            left_out = bind(folder, plan, target, tell=tell)
        else:
            check_room(needed_bytes(plan["manifest"]) - _written(folder), folder)
            at = datetime.fromisoformat(plan["manifest"]["at"])
            pack(entries_of(folder, plan), target, top=top_of(plan), at=at, tell=tell)
    size = target.stat().st_size
    relative = str(target.relative_to(exports_root()))
    if not VolumeExport.objects.filter(pk=export.pk).update(path=relative, size=size, left_out=left_out):
        shutil.rmtree(folder, ignore_errors=True)
        raise NotPossible("这一卷已经删了，导出的文件也清掉了。")
    clean_up(folder, keep=target)
    return {"size": size, "left_out": left_out}


def export_folder(*, by: User, volume: Volume, target: Path, tell: Tell = lambda done, total, note: None) -> Path:
    """Lay the volume out as a folder; run again on a folder that is half there, it writes what is missing."""
    work = target.with_name(f".{target.name}.work"[:120])
    work.mkdir(parents=True, exist_ok=True)
    plan = prepare(work, manifest_bytes(volume, by, volume.seal, work))
    check_room(needed_bytes(plan["manifest"]), target.parent)
    lay_out(entries_of(work, plan), target, tell=tell)
    shutil.rmtree(work, ignore_errors=True)
    return target


def manifest_bytes(volume: Volume, by: User, seal: str, folder: Path) -> bytes:
    """The sealed manifest; of an open volume one of now, kept in the work folder so that a second run has the same."""
    if seal:
        return sealed_manifest(volume)
    kept = folder / "manifest.now"
    if not kept.exists():
        things = [with_files(thing, by) for thing in contents_of(volume)]
        lacking = as_rows(lacking_of(volume, things, timezone.localdate()))
        at = timezone.localtime()
        content = as_bytes(manifest_of(volume, things, at=at, by=str(by), sealed=False, lacking=lacking))
        partial = kept.with_suffix(".part")
        partial.write_bytes(content)
        partial.replace(kept)
    return kept.read_bytes()


def top_of(plan: dict[str, Any]) -> str:
    """The folder in which a zip holds everything: Latin, so that every old unzipper makes it."""
    return safe_name(plan["manifest"]["volume"]["code"])


def clean_up(folder: Path, keep: Path | None = None) -> None:
    """Take away what the making left beside the finished file."""
    for path in folder.iterdir() if folder.exists() else ():
        if path == keep:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def remove_old(now: datetime) -> int:
    """Exports are copies: after a fortnight the file goes, the row that one was made stays. So does a folder whose row is gone,
    which a server that stopped between the two leaves behind. How many went."""
    gone = _remove_orphans()
    for export in _stale(now):
        shutil.rmtree(folder_of(export), ignore_errors=True)
        VolumeExport.objects.filter(pk=export.pk).update(path="")
        gone += 1
    return gone


def _remove_orphans() -> int:
    root = exports_root()
    there = list(root.iterdir()) if root.exists() else []  # first: a row is there before its folder
    known = {uid.hex for uid in VolumeExport.objects.values_list("uid", flat=True)}
    orphans = [path for path in there if path.name not in known]
    for path in orphans:
        shutil.rmtree(path, ignore_errors=True)
    return len(orphans)


def _stale(now: datetime) -> Iterator[VolumeExport]:
    old = VolumeExport.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).select_related("job")
    for export in old:
        if folder_of(export).exists() and (export.job is None or export.job.is_finished):
            yield export


def _written(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _gigabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f}GB"
