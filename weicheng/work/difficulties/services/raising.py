"""A unit says what stands in its way, with a progress report or by itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.work.difficulties.choices import BEGINS, Sort, Verb
from weicheng.work.difficulties.models import Difficulty, Step
from weicheng.work.difficulties.permissions import check_user_can_raise_difficulty
from weicheng.work.difficulties.services.rules import owed_on
from weicheng.work.difficulties.services.telling import tell_owed
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.services.progress import Hardship, on_hardship

MOST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Words:
    """What a person says of a difficulty."""

    text: str
    remedy: str = ""
    wish: str = ""
    sort: str = Sort.OWN
    counterpart: Unit | None = None


def raise_difficulty(
    *,
    by: User,
    campaign: Campaign,
    unit: Unit,
    words: Words,
    key: UUID | str,
    task: Task | None = None,
    entry: ProgressEntry | None = None,
) -> Difficulty:
    """It begins where the sorting rule puts it, with a date for the answer. The same ``key`` again gives the one there is."""
    known = Difficulty.objects.filter(key=key).first()
    if known is not None:
        return _replayed(known, by, unit)
    check_user_can_raise_difficulty(by, unit, campaign)
    sort = _checked(words, unit)
    if task is not None and not task.owners.filter(unit=unit).exists():
        raise Invalid(f"任务{task.number}不是{unit}的，难点没有记入。", "task")
    level = BEGINS[sort]
    with transaction.atomic():
        difficulty, is_new = Difficulty.objects.get_or_create(
            key=key,
            defaults={
                "campaign": campaign,
                "unit": unit,
                "unit_name": str(unit),
                "task": task,
                "entry": entry,
                "text": words.text.strip(),
                "remedy": words.remedy.strip(),
                "wish": words.wish.strip(),
                "sort": sort,
                "counterpart": words.counterpart if sort == Sort.COUNTERPART else None,
                "level": level,
                "answer_due_on": owed_on(campaign, level),
                "raised_by": by,
                "on_behalf": is_office(by),
            },
        )
        if not is_new:
            return _replayed(difficulty, by, unit)
        Step.objects.create(
            difficulty=difficulty, verb=Verb.RAISED, level=level, by=by, owed_on=difficulty.answer_due_on
        )
        after = {"text": difficulty.text, "level": difficulty.get_level_display(), "unit": str(unit)}
        audit.record(
            "difficulties.difficulty.raised",
            by=by,
            obj=difficulty,
            after=after,
            unit_id=unit.pk,
            campaign_id=campaign.pk,
        )
        tell_owed(difficulty)
    return difficulty


@on_hardship
def raise_with_report(by: User, entry: ProgressEntry, hardship: Hardship) -> None:
    """The difficulty that a unit wrote into its progress report: one with the report, in the same transaction."""
    words = Words(hardship.text, hardship.remedy, hardship.wish, hardship.sort or Sort.OWN)
    raise_difficulty(
        by=by, campaign=entry.task.campaign, unit=entry.unit, words=words, key=entry.key, task=entry.task, entry=entry
    )


def _checked(words: Words, unit: Unit) -> Sort:
    if not words.text.strip():
        raise Invalid("请写明难在哪里。", "difficulty")
    if max(len(words.text), len(words.remedy), len(words.wish)) > MOST_CHARACTERS:
        raise Invalid(f"每一栏最多写{MOST_CHARACTERS}字，请写要点。", "difficulty")
    if words.sort not in Sort.values:
        raise Invalid("请选这个难点要谁来解决。", "sort")
    if words.counterpart is not None and words.counterpart.pk == unit.pk:
        raise Invalid("对口部门不能是本单位。", "counterpart")
    return Sort(words.sort)


def _replayed(difficulty: Difficulty, by: User, unit: Unit) -> Difficulty:
    if (difficulty.raised_by_id, difficulty.unit_id) != (by.pk, unit.pk):
        raise BadKey
    return difficulty
