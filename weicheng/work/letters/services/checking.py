"""Letters held against the ledger: one whose rows have changed is out of date, and good again when they are as they were."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.notices.services import liaisons_of, notify, office_people
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.services.issuing import mark_changes
from weicheng.work.letters.models import LetterCheck
from weicheng.work.letters.selectors.rows import rows_of_units
from weicheng.work.letters.snapshot import Row, changes, digest_of

AT_ONCE = 25  # units whose rows are held in memory together


def latest_event(campaign: Campaign) -> int:
    """The last entry of the trail that may have touched a task of the campaign."""
    events = AuditEvent.objects.filter(campaign_id=campaign.pk, action__startswith="plans.")
    return events.exclude(action__startswith="plans.entry.").aggregate(last=Max("id"))["last"] or 0


def is_behind(campaign: Campaign) -> bool:
    """Whether the ledger has changed since the letters were last held against it."""
    held = LetterCheck.objects.filter(campaign=campaign).values_list("last_event", flat=True).first()
    return held is not None and latest_event(campaign) > held


def check_letters(*, campaign: Campaign) -> int:
    """Hold every standing letter against the rows of today; how many letters changed their state."""
    upto = latest_event(campaign)
    letters = list(
        Paper.objects.current().filter(campaign=campaign, kind=PaperKind.LETTER, unit__isnull=False).order_by("unit_id")
    )
    moved, outdated = 0, []
    for start in range(0, len(letters), AT_ONCE):
        some = letters[start : start + AT_ONCE]
        rows = rows_of_units(campaign, [letter.unit_id for letter in some if letter.unit_id])
        for letter in some:
            assert letter.unit_id is not None
            after = _settle(letter, rows[letter.unit_id])
            moved += after is not None
            if after is not None and after.state == PaperState.OUT_OF_DATE:
                outdated.append(after)
    _tell_office(campaign, outdated, upto)
    LetterCheck.objects.update_or_create(campaign=campaign, defaults={"last_event": upto, "checked_at": timezone.now()})
    return moved


def _settle(letter: Paper, rows: list[Row]) -> Paper | None:
    """The letter if its state has changed."""
    same = digest_of(rows) == letter.digest
    found = [] if same else changes(letter.made_from["rows"], rows)
    if found == letter.changes:
        return None
    with transaction.atomic():
        after = mark_changes(paper=letter, sentences=found)
        if after.state == letter.state:
            return None
        if after.state == PaperState.OUT_OF_DATE:
            _tell_liaisons(after)
    return after


def _tell_office(campaign: Campaign, letters: list[Paper], upto: int) -> None:
    """One notice for all: a task of every unit that changes makes every letter out of date."""
    if not letters:
        return
    names = "、".join(letter.unit_name for letter in letters[:5])
    notify(
        to=office_people(),
        code="letters.outdated",
        key=f"letters.outdated.{campaign.pk}.{upto}",
        title=f"{len(letters)}份责任书已过时",
        text=f"发出以后任务有变化：{names}{'等' if len(letters) > 5 else ''}。",
        url=reverse("letters:list") + "?show=outdated",
        campaign_id=campaign.pk,
    )


def _tell_liaisons(letter: Paper) -> None:
    assert letter.unit is not None
    notify(
        to=liaisons_of([letter.unit]),
        code="letters.outdated",
        key=f"letters.outdated.{letter.pk}.{letter.changes[0][:60]}",
        title=f"{letter.unit_name}的{letter.number}已过时",
        text="；".join(letter.changes[:3]),
        url=reverse("letters:paper", args=[letter.pk]),
        campaign_id=letter.campaign_id,
    )
