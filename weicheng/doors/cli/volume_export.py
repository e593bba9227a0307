"""Exports a volume from the command line, as an office account."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from weicheng.doors.cli.errors import Refused
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.kernel.errors import Refused as NotDone
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import RoleAssignment, User
from weicheng.judgement.archive.exporting.copying import Spoiled
from weicheng.judgement.archive.models import Volume, VolumeExport
from weicheng.judgement.archive.permissions import check_user_can_export_volume
from weicheng.judgement.archive.services import exports

SECONDS_BETWEEN = 2.0


def export_volume(code: str, form: str, out: Path | None, username: str | None, say: Callable[[str], None]) -> Path:
    """The folder or file that was written. Raises Refused with a sentence."""
    volume, by = _volume(code), _account(username)
    target = (out or Path(f"{code}" if form == "folder" else f"{code}.{form}")).resolve()
    if form != "folder" and target.exists():
        raise Refused(f"{target}已经有了，没有动它。请换个名字，或先移走。")
    if form == "folder" and target.exists() and (not target.is_dir() or _is_foreign(target)):
        raise Refused(f"{target}已经有别的东西，没有动它。请给一个空文件夹或新名字。")
    tell = _telling(say)
    try:
        check_user_can_export_volume(by, volume)
        target.parent.mkdir(parents=True, exist_ok=True)
        if form == "folder":
            return exports.export_folder(by=by, volume=volume, target=target, tell=tell)
        export = _unfinished(volume, form, by)
        exports.make_export(export, tell=tell)
        shutil.move(exports.file_of(export), target)
        VolumeExport.objects.filter(pk=export.pk).delete()
        shutil.rmtree(exports.folder_of(export), ignore_errors=True)
        return target
    except (NotAllowed, NotDone, Spoiled, OSError) as error:
        raise Refused(str(error)) from error


def _unfinished(volume: Volume, form: str, by: User) -> VolumeExport:
    """What an earlier run of the command left half done, so that it goes on; else a new one."""
    found = VolumeExport.objects.filter(volume=volume, form=form, job=None, path="", seal=volume.seal).first()
    return found or VolumeExport.objects.create(volume=volume, form=form, seal=volume.seal, by=by)


def _is_foreign(target: Path) -> bool:
    """A folder that an earlier run of ours did not begin."""
    return any(target.iterdir()) and not (target / "manifest.json").exists() and not (target / "index.html").exists()


def _volume(code: str) -> Volume:
    campaign, _, number = code.rpartition("-")
    rows = Volume.objects.select_related("campaign", "edition", "chapter", "clause", "supplements__campaign")
    found = (
        rows.filter(campaign__code=campaign.split("-")[0], number=int(number)) if number.isdecimal() else rows.none()
    )
    volume = next((one for one in found if one.code == code), None)
    if volume is None:
        raise Refused(f"没有卷号是{code}的案卷。卷号的样子是QH-2026-001，在档案页能看到。")
    return volume


def _account(username: str | None) -> User:
    offices = User.objects.filter(
        is_active=True, pk__in=RoleAssignment.objects.filter(role=Role.OFFICE, unit=None).values("user")
    )
    found = list(offices.filter(username=username) if username else offices[:2])
    if len(found) == 1:
        return found[0]
    raise Refused(f"没有创卫办账号{username}。" if username else "请用--as写明以哪个创卫办账号导出。")


def _telling(say: Callable[[str], None]) -> exports.Tell:
    last = 0.0

    def tell(done: int, total: int, note: str) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN:
            last = time.monotonic()
            say(f"{100 * done // max(total, 1)}% {note}")

    return tell
