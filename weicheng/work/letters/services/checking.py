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
from weicheng.work.letters.snapshot import changes, digest_of

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
    moved = 0
    for start in range(0, len(letters), AT_ONCE):
        some = letters[start : start + AT_ONCE]
        rows = rows_of_units(campaign, [letter.unit_id for letter in some if letter.unit_id])
        for letter in some:
            assert letter.unit_id is not None
            moved += _settle(letter, rows[letter.unit_id])
    LetterCheck.objects.update_or_create(campaign=campaign, defaults={"last_event": upto, "checked_at": timezone.now()})
    return moved


def _settle(letter: Paper, rows: list[dict]) -> bool:
    same = digest_of(rows) == letter.digest
    found = [] if same else changes(letter.made_from["rows"], rows)
    if found == letter.changes:
        return False
    with transaction.atomic():
        after = mark_changes(paper=letter, sentences=found)
        moved = after.state != letter.state
        if moved and after.state == PaperState.OUT_OF_DATE:
            _tell(after)
    return moved


def _tell(letter: Paper) -> None:
    assert letter.unit is not None
    notify(
        to=[*office_people(), *liaisons_of([letter.unit])],
        code="letters.outdated",
        key=f"letters.outdated.{letter.pk}.{letter.changes[0][:60]}",
        title=f"{letter.unit_name}的{letter.number}已过时",
        text="；".join(letter.changes[:3]),
        url=reverse("letters:paper", args=[letter.pk]),
        campaign_id=letter.campaign_id,
    )
