"""Who is told what of a difficulty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from weicheng.ground.kernel.periodic import each
from weicheng.ground.notices.choices import Level as Colour
from weicheng.ground.notices.services import leaders, liaisons_of, notify, office_people, settle
from weicheng.ground.org.models import User
from weicheng.work.difficulties.choices import Level
from weicheng.work.difficulties.models import Difficulty, Step


def owing(difficulty: Difficulty) -> list[User]:
    """The accounts that owe the answer; a difficulty beyond a unit's strength is the office's business as well."""
    if difficulty.level == Level.UNIT:
        return liaisons_of([difficulty.unit])
    return [*leaders(), *office_people()] if difficulty.level == Level.LEADER else office_people()


def tell_owed(difficulty: Difficulty, step: Step | None = None) -> None:
    """Those who owe an answer, and the counterpart department that is named."""
    due = difficulty.answer_due_on
    when = f"，请在{due:%-m月%-d日}前答复" if due else ""
    people = owing(difficulty)
    if difficulty.counterpart is not None:
        people += liaisons_of([difficulty.counterpart])
    _tell(people, difficulty, "owed", f"{difficulty.unit_name}提出难点{when}", step.pk if step else 0, Colour.INFO)


def close_owed(difficulty: Difficulty) -> None:
    """It was answered, passed on or settled: nobody is asked any more for the answer that was owed until now."""
    for what in ("owed", "overdue"):
        settle(prefix=f"difficulties:{difficulty.pk}:{what}:")


def tell_answered(difficulty: Difficulty, step: Step) -> None:
    words = f"{difficulty.get_level_display()}答复了{difficulty.unit_name}的难点"
    people = [*liaisons_of([difficulty.unit]), difficulty.raised_by]
    _tell(people, difficulty, "answered", words, step.pk, Colour.INFO, step.text)


def tell_settled(difficulty: Difficulty, step: Step) -> None:
    people = [*office_people(), *liaisons_of([difficulty.unit])]
    _tell(
        (user for user in people if user.pk != step.by_id),
        difficulty,
        "settled",
        f"{difficulty.unit_name}的难点已解决",
        step.pk,
        Colour.INFO,
    )


def tell_overdue(today: date) -> int:
    """The daily round: who owes an answer since before today is told once for each date, and the office with him."""
    late = Difficulty.objects.overdue(today).filter(campaign__is_closed=False)
    told: list[int] = []
    each(
        late.select_related("unit", "counterpart", "raised_by"),
        lambda difficulty: told.append(_tell_overdue(difficulty)),
    )
    return sum(told)


def _tell_overdue(difficulty: Difficulty) -> int:
    words = f"{difficulty.unit_name}的难点{difficulty.answer_due_on:%-m月%-d日}应由{difficulty.get_level_display()}答复"
    people = {user.pk: user for user in [*owing(difficulty), *office_people()]}
    stamp = difficulty.answer_due_on.toordinal() if difficulty.answer_due_on else 0
    return _tell(people.values(), difficulty, "overdue", words, stamp, Colour.YELLOW)


def _tell(
    to: Iterable[User], difficulty: Difficulty, what: str, title: str, stamp: int, colour: str, text: str = ""
) -> int:
    return notify(
        to=to,
        code=f"difficulties.difficulty.{what}",
        key=f"difficulties:{difficulty.pk}:{what}:{stamp}",
        title=title,
        text=text or difficulty.text,
        url=reverse("difficulties:detail", args=[difficulty.pk]),
        level=colour,
        campaign_id=difficulty.campaign_id,
    )
