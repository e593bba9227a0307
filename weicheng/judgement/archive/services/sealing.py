"""Sealing: contents, numbers and hashes become rows, a manifest and one hash over it. After that there are only additions.

Looking at gigabytes of bytes takes minutes, and a transaction of minutes would stop everybody's writing. So the bytes are
read first, outside; then, in one short transaction under the locks, the contents are put together once more. If anything is
not as it was when the person pressed the button, nothing is sealed, and the sentence says what changed.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.ground.evidence.models import Evidence, StoredFile
from weicheng.ground.evidence.services import open_file, path_of, store_file
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import User
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import SourceKind, VolumeState
from weicheng.judgement.archive.manifests import as_bytes, manifest_of, seal_of
from weicheng.judgement.archive.models import Volume, VolumeFile, VolumeItem
from weicheng.judgement.archive.providers import file_ref
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.selectors.lacking import Lack, as_rows, lacking_of
from weicheng.judgement.archive.services.volumes import locked
from weicheng.judgement.archive.things import Thing
from weicheng.judgement.archive.written import write_thing

JOB_KIND = "archive.seal"
CHUNK = 1 << 20
KIB = 1024
PORTION = 400  # keys in one question: SQLite stops below a thousand
Tell = Callable[[int, int, str], None]
Print = tuple[int, int, int]  # size, time of change, inode


@transaction.atomic
def request_sealing(*, by: User, volume: Volume, seen: str, reason: str = "") -> Job:
    """Seal in the background. ``seen``: digest_of the contents that the person looked at; ``reason``: why it is sealed though
    something is lacking. Raises Invalid where something is and no reason is given."""
    current = locked(volume)
    permissions.check_user_can_seal_volume(by, current)
    things = contents_of(current)
    _check_seen(things, seen)
    check_reason(lacking_of(current, things, timezone.localdate()), reason)
    args = {"volume": current.pk, "seen": seen, "reason": reason.strip()}
    job = jobs.enqueue(JOB_KIND, args, by, f"封卷：{current.title}"[:200])
    current.sealing = job
    current.save(update_fields=["sealing"])
    return job


def run_sealing(job: Job) -> dict[str, Any]:
    """The body of the job; run again after a crash it begins anew, and does nothing to a volume that is sealed already."""
    volume = Volume.objects.get(pk=job.args["volume"])
    if volume.is_sealed:
        return {"volume": volume.pk, "seal": volume.seal}
    by = User.objects.get(pk=job.created_by_id or 0)
    try:
        sealed = seal_volume(
            by=by,
            volume=volume,
            seen=job.args["seen"],
            reason=job.args.get("reason", ""),
            job=job,
            tell=lambda *told: jobs.progress(job, *told),
        )
    except (NotPossible, Invalid) as error:
        raise jobs.JobFailed(str(error)) from error
    return {"volume": sealed.pk, "seal": sealed.seal}


def seal_volume(
    *,
    by: User,
    volume: Volume,
    seen: str,
    reason: str = "",
    job: Job | None = None,
    tell: Tell = lambda done, total, note: None,
) -> Volume:
    """Seal here and now. Raises NotPossible, and nothing is sealed, where the contents or a file's bytes are not as seen;
    Invalid where something is lacking and no ``reason`` says why it is sealed all the same."""
    _check_may(by, volume, job)
    things = contents_of(volume)
    _check_seen(things, seen)
    whole = [with_files(thing, by) for thing in things]
    prints = _look_at_bytes(whole, tell)
    with transaction.atomic():
        current = locked(volume)
        _check_may(by, current, job)
        _lock_evidence(things)
        now = contents_of(current)
        _check_seen(now, seen)
        _check_still(whole, now, prints)
        lacks = lacking_of(current, now, timezone.localdate())
        check_reason(lacks, reason)
        current.lacking, current.seal_reason = as_rows(lacks), reason.strip()[:200] if lacks else ""
        return _freeze(by, current, whole)


def check_reason(lacks: list[Lack], reason: str) -> None:
    if lacks and not reason.strip():
        raise Invalid(f"这一卷还缺{len(lacks)}处，请看过清单，写明为什么现在就封。", "reason")


def _check_may(by: User, volume: Volume, job: Job | None) -> None:
    """As for any change, but that the sealing under way may be this one."""
    if job is not None and volume.sealing_id == job.pk:
        volume.sealing = None
    permissions.check_user_can_seal_volume(by, volume)


def _check_seen(things: list[Thing], seen: str) -> None:
    if not things:
        raise NotPossible("卷里还没有材料，不能封卷。")
    if digest_of(things) != seen:
        raise NotPossible("卷内材料刚刚变了，和您看到的不一样，没有封卷。请看过新的目录再封。")


def with_files(thing: Thing, by: User) -> Thing:
    """A thing that has no file of its own gets the paper written of it."""
    if not thing.is_written:
        return thing
    stored = store_file(io.BytesIO(write_thing(thing)), name=f"{thing.title}.docx"[-255:], by=by)
    return replace(thing, files=(file_ref(stored),))


def _look_at_bytes(things: list[Thing], tell: Tell) -> dict[str, Print]:
    """Read every file once: its hash must be the one under which it is kept. What the disk says of it, to compare later."""
    files = {file.sha256: file for thing in things for file in thing.files}
    total = sum(file.size for file in files.values()) // KIB + 1
    done, found = 0, {}
    for number, file in enumerate(files.values(), 1):
        digest = hashlib.sha256()
        try:
            found[file.sha256] = _print(file.sha256)
            with path_of(file.sha256).open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    done += len(chunk)
                    tell(min(done // KIB, total), total, f"核对第{number}份，共{len(files)}份")
        except OSError as error:
            raise NotPossible(f"“{file.name}”的内容不在磁盘上，没有封卷。请从备份恢复这份文件。") from error
        if digest.hexdigest() != file.sha256:
            raise NotPossible(f"“{file.name}”的内容与存入时不一样，没有封卷。请从备份恢复这份文件，并查看操作记录。")
    return found


def _print(sha256: str) -> Print:
    stat = path_of(sha256).stat()
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def _lock_evidence(things: list[Thing]) -> None:
    """Nobody takes a piece of evidence away between here and the commit."""
    keys = sorted(thing.pk for thing in things if thing.kind == SourceKind.EVIDENCE)
    for start in range(0, len(keys), PORTION):
        rows = Evidence.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + PORTION])
        list(rows.order_by("pk").values_list("pk"))


def _check_still(whole: list[Thing], now: list[Thing], prints: dict[str, Print]) -> None:
    for thing, then in zip(now, whole, strict=True):
        if thing.is_written and hashlib.sha256(write_thing(thing)).hexdigest() != then.files[0].sha256:
            raise NotPossible(f"《{thing.title}》刚刚改了，没有封卷。请再封一次。")
        for file in then.files:
            try:
                same = _print(file.sha256) == prints[file.sha256]
            except OSError:
                same = False
            if not same:
                raise NotPossible(f"封卷时“{file.name}”的文件被动过，没有封卷。请检查服务器上的文件。")


def _freeze(by: User, volume: Volume, things: list[Thing]) -> Volume:
    at = timezone.now()
    manifest = manifest_of(
        volume, things, at=timezone.localtime(at), by=str(by), sealed=True, lacking=volume.lacking,
        reason=volume.seal_reason,
    )  # fmt: skip
    content = as_bytes(manifest)
    for thing, frozen in zip(things, manifest["items"], strict=True):
        item = VolumeItem.objects.create(
            volume=volume, number=thing.number, source=thing.source, kind=thing.kind, part=thing.part,
            title=thing.title[:300], paper_number=thing.paper_number[:60], on=thing.on,
            unit_name=thing.unit_name[:100], person=thing.person[:100],
        )  # fmt: skip
        VolumeFile.objects.bulk_create(
            VolumeFile(item=item, file_id=file.pk, path=row["path"], name=file.name[:255], sha256=file.sha256,
                       size=file.size)
            for file, row in zip(thing.files, frozen["files"], strict=True)
        )  # fmt: skip
    volume.manifest = store_file(io.BytesIO(content), name="manifest.json", by=by)
    volume.seal = seal_of(content)
    volume.state, volume.sealed_at, volume.sealed_by = VolumeState.SEALED, at, by
    volume.save(update_fields=["manifest", "seal", "state", "sealed_at", "sealed_by", "lacking", "seal_reason"])
    audit.record(
        "archive.volume.sealed",
        by=by,
        obj=volume,
        after={
            "seal": volume.seal,
            "items": manifest["count"],
            "files": manifest["files"],
            "bytes": manifest["bytes"],
            "lacking": len(volume.lacking),
        },
        reason=volume.seal_reason,
        unit_id=volume.unit_id,
    )
    return volume


def sealed_manifest(volume: Volume) -> bytes:
    """The manifest as it was sealed. Raises NotPossible where its bytes no longer give the seal."""
    stored: StoredFile | None = volume.manifest
    assert stored is not None
    with open_file(stored) as stream:
        content = stream.read()
    if seal_of(content) != volume.seal:
        raise NotPossible(f"{volume.code}的封卷清单被改动过，请从备份恢复，并核对操作记录。")
    return content
