"""What the job found out about files is written down: text with its pieces, pictures, and likeness to other photos."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weicheng.ground.evidence.choices import EvidenceKind, LookState, TextState
from weicheng.ground.evidence.extracting import Extracted, extract
from weicheng.ground.evidence.models import Evidence, FileLook, FileText, PhotoMatch, StoredFile
from weicheng.ground.evidence.photos import SIMILAR, differing
from weicheng.ground.evidence.pictures import Look, make_look
from weicheng.ground.evidence.services.indexing import index_text
from weicheng.ground.evidence.services.removing import take_down
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import notify, office_people

MOST_TRIES = 2
_KILLED = "读取时中断了两次，不再读。请在电脑上打开看看，另存后再传。"
_MEMORY = "文件太复杂，内存不够，没有读完。请拆成几份再传。"


def finish_file(file: StoredFile) -> None:
    """Text, then picture, of a file as far as they wait. A file that kills the process is tried twice, then left alone."""
    words = FileText.objects.filter(file=file, state=TextState.WAITING).first()
    if words is not None and _tries_left(words):
        try:
            found = extract(file)
        except MemoryError:
            found = Extracted(TextState.FAILED, reason=_MEMORY)
        write_text(file, found)
    waiting = FileLook.objects.filter(file=file, state=LookState.WAITING).first()
    if waiting is not None and _tries_left(waiting):
        try:
            look = make_look(file)
        except MemoryError:
            look = Look(LookState.FAILED, _MEMORY)
        write_look(file, look)


@transaction.atomic
def write_text(file: StoredFile, found: Extracted) -> None:
    """The words of a file and their pieces in one step: the search knows all of it or nothing."""
    index_text(file, found.text)
    FileText.objects.filter(file=file).update(
        state=found.state,
        text=found.text,
        characters=len(found.text),
        reason=found.reason,
        format=found.format,
        read_at=timezone.now(),
    )
    if found.level:
        _take_classified_down(file, found.level)


@transaction.atomic
def write_look(file: StoredFile, look: Look) -> None:
    FileLook.objects.filter(file=file).update(
        state=look.state,
        reason=look.reason[:200],
        width=look.width,
        height=look.height,
        taken_at=look.shot.taken_at,
        latitude=look.shot.latitude,
        longitude=look.shot.longitude,
        likeness=look.likeness,
        made_with=look.made_with,
    )
    if look.likeness:
        flag_alike(file, look.likeness)


def flag_alike(file: StoredFile, likeness: str) -> int:
    """Flag photos of the same campaigns within SIMILAR bits, once; how many new flags.

    Scans are left out: all certificates of one office look alike.
    """
    photos = Evidence.objects.filter(kind=EvidenceKind.PHOTO)
    beside = photos.filter(campaign__in=photos.filter(file=file).values("campaign"))
    others = FileLook.objects.filter(file__in=beside.values("file")).exclude(likeness="").exclude(file=file)
    near = [
        (pk, distance)
        for pk, hashed in others.values_list("file", "likeness")
        if (distance := differing(likeness, hashed)) <= SIMILAR
    ]
    rows = [
        PhotoMatch(first_id=min(file.pk, pk), second_id=max(file.pk, pk), distance=distance) for pk, distance in near
    ]
    known = PhotoMatch.objects.filter(Q(first=file) | Q(second=file)).count()
    PhotoMatch.objects.bulk_create(rows, ignore_conflicts=True)
    return PhotoMatch.objects.filter(Q(first=file) | Q(second=file)).count() - known


def _tries_left(row: FileText | FileLook) -> bool:
    """Count this try before it is made: the count outlives a process that is killed."""
    row.tries += 1
    if row.tries > MOST_TRIES:
        row.state, row.reason = TextState.FAILED, _KILLED  # both tables write "failed" for it
    row.save(update_fields=["tries", "state", "reason"])
    return row.tries <= MOST_TRIES


def _take_classified_down(file: StoredFile, level: str) -> None:
    """The mark was not in what the upload looked at. Nobody is shown the file any more; what becomes of it, people decide."""
    reason = f"文件标有“{level}”，涉密文件不能在本系统处理"
    for evidence in Evidence.objects.live().filter(file=file).select_related("campaign", "unit"):
        take_down(None, evidence, reason)
        notify(
            to=office_people(),
            code="evidence.classified",
            key=f"evidence.classified:{evidence.pk}",
            title=f"“{evidence.title[:60]}”{reason}，已撤下",
            text="请按保密规定处理原件，并请系统管理员从服务器上清除。",
            level=Level.RED,
            campaign_id=evidence.campaign_id,
        )
