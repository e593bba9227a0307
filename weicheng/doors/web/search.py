"""One search over tasks, clauses, figures, plan papers, evidence and units, within what the user may see."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from weicheng.engines.fulltext import terms
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.permissions import user_can_view_library
from weicheng.ground.evidence.selectors.library import Filter, library
from weicheng.ground.evidence.selectors.searching import Hit, hits
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.selectors import units_for
from weicheng.ground.standards.models import Clause, Indicator
from weicheng.work.plans.models import Plan, Task

MOST = 20
AROUND = 36


@dataclass(frozen=True, slots=True)
class Found:
    tasks: list[Task]
    plans: list[tuple[Plan, str, str, str]]  # plan, text before, the words, text after
    units: list[Unit]
    evidence: list[Hit]
    clauses: list[Clause]
    indicators: list[Indicator]

    @property
    def count(self) -> int:
        found = (self.tasks, self.plans, self.units, self.evidence, self.clauses, self.indicators)
        return sum(map(len, found))


def search(campaign: Campaign, user: User, words: str) -> Found:
    """At most 20 of each kind; ``words`` is sought as typed, in titles, numbers, source sentences, papers and unit names."""
    words = words.strip()
    if not words:
        return Found([], [], [], [], [], [])
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
    texts = [(plan, *_around(plan.text, words)) for plan in plans]
    return Found(
        list(tasks),
        texts,
        list(units),
        _evidence(campaign, user, words),
        _clauses(campaign, words),
        _figures(campaign, words),
    )


def _clauses(campaign: Campaign, words: str) -> list[Clause]:
    """Clauses of the campaign's edition; 公厕 is found in what tasks of a clause speak of, though its title says 厕所革命."""
    clauses = Clause.objects.filter(edition=campaign.edition_id).select_related("edition")
    return [
        one for one in clauses if words in one.title or words in one.gist or any(words in word for word in one.words)
    ]


def _figures(campaign: Campaign, words: str) -> list[Indicator]:
    return list(Indicator.objects.filter(edition=campaign.edition_id, name__icontains=words)[:MOST])


def _evidence(campaign: Campaign, user: User, words: str) -> list[Hit]:
    if not user_can_view_library(user) or not (sought := terms(words)):
        return []
    rows = library(campaign, user, Filter(words=words, terms=sought), timezone.localdate())
    return hits(list(rows.select_related("unit")[:MOST]), sought)


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
