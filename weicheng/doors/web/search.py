"""One search over tasks, plan papers and units, within what the user may see."""

from dataclasses import dataclass

from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.selectors import units_for
from weicheng.work.plans.models import Plan, Task

MOST = 20
AROUND = 36


@dataclass(frozen=True, slots=True)
class Found:
    tasks: list[Task]
    plans: list[tuple[Plan, str, str, str]]  # plan, text before, the words, text after
    units: list[Unit]

    @property
    def count(self) -> int:
        return len(self.tasks) + len(self.plans) + len(self.units)


def search(campaign: Campaign, user: User, words: str) -> Found:
    """At most 20 of each kind; ``words`` is sought as typed, in titles, numbers, source sentences, papers and unit names."""
    words = words.strip()
    if not words:
        return Found([], [], [])
    tasks = (
        Task.objects.for_user(user)
        .live()
        .filter(campaign=campaign)
        .filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(sources__quote__icontains=words))
        .distinct()[:MOST]
    )
    plans = (
        Plan.objects.for_user(user)
        .filter(campaign=campaign)
        .filter(Q(title__icontains=words) | Q(text__icontains=words))[:MOST]
    )
    units = (
        units_for(user)
        .filter(
            Q(name__icontains=words)
            | Q(short_name__icontains=words)
            | Q(aliases__text__icontains=words)
            | Q(initials__icontains=words.lower())
        )
        .distinct()[:MOST]
    )
    return Found(list(tasks), [(plan, *_around(plan.text, words)) for plan in plans], list(units))


def _around(text: str, words: str) -> tuple[str, str, str]:
    place = text.lower().find(words.lower())
    if place < 0:
        return text[: 2 * AROUND].replace("\n", " "), "", ""
    end = place + len(words)
    return (
        text[max(0, place - AROUND) : place].replace("\n", " "),
        text[place:end],
        text[end : end + AROUND].replace("\n", " "),
    )
