"""What the pages of the papers list, within the reader's reach and in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import READERS, Paper, Signing
from weicheng.work.plans.models import Task

SHOW = {
    "missing": "未出责任书",
    "unsigned": "未签",
    "signed": "已签",
    "outdated": "已过时",
}


@dataclass(slots=True)
class LetterLine:
    """A unit with how many tasks it leads and helps with, and the letter that stands."""

    unit: Unit
    leads: int = 0
    coops: int = 0
    paper: Paper | None = None

    @property
    def show(self) -> str:
        """Which of SHOW it is; "" for a unit that has neither tasks nor a letter."""
        if self.paper is None:
            return "missing" if self.leads + self.coops else ""
        if self.paper.state == PaperState.OUT_OF_DATE:
            return "outdated"
        return "signed" if self.paper.state == PaperState.SIGNED else "unsigned"


@dataclass(slots=True)
class LetterList:
    lines: list[LetterLine] = field(default_factory=list)

    def of(self, show: str) -> list[LetterLine]:
        return [line for line in self.lines if not show or line.show == show]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        return [(code, word, len(self.of(code))) for code, word in SHOW.items()]


def letter_list(campaign: Campaign, user: User) -> LetterList:
    """Every unit within reach that has a task or a letter, in the order of the units."""
    lines: dict[int, LetterLine] = {}
    tasks = Task.objects.live().filter(campaign=campaign)
    leading = Count("task_roles", filter=Q(task_roles__role="lead", task_roles__task__in=tasks))
    helping = Count("task_roles", filter=Q(task_roles__role="coop", task_roles__task__in=tasks))
    units = _units(user).annotate(led=leading, helped=helping).filter(Q(led__gt=0) | Q(helped__gt=0))
    for unit in units:
        lines[unit.pk] = LetterLine(unit, unit.led, unit.helped)
    for paper in standing_letters(campaign, user):
        assert paper.unit is not None
        lines.setdefault(paper.unit.pk, LetterLine(paper.unit)).paper = paper
    return LetterList(sorted(lines.values(), key=lambda line: (line.unit.order, line.unit.pk)))


def standing_letters(campaign: Campaign, user: User) -> QuerySet[Paper]:
    """The letters that stand, with unit and signatures, without the rows that they were made from."""
    papers = Paper.objects.for_user(user).current().filter(campaign=campaign, kind=PaperKind.LETTER)
    return papers.filter(unit__isnull=False).select_related("unit").prefetch_related("signings").defer("made_from")


def issued_papers(campaign: Campaign, user: User, kind: str) -> QuerySet[Paper]:
    """All papers of a kind that went out, newest first, void ones too: the register has no gap."""
    papers = Paper.objects.for_user(user).filter(campaign=campaign, kind=kind).exclude(state=PaperState.DRAFT)
    return papers.select_related("unit").prefetch_related("signings").defer("made_from").order_by("-year", "-serial")


def paper_for(user: User, pk: int) -> Paper | None:
    """One paper with its unit, its versions and its signatures, if it is within reach."""
    signings = Prefetch("signings", Signing.objects.select_related("scan", "recorded_by"))
    papers = Paper.objects.for_user(user).select_related("unit", "campaign", "issued_by", "file", "replaces", "newer")
    return papers.prefetch_related(signings).filter(pk=pk).first()


def units_within(user: User) -> QuerySet[Unit]:
    return _units(user)


def _units(user: User) -> QuerySet[Unit]:
    scope = scope_of(user)
    return Unit.objects.all() if scope.sees_everything else scope.units(*READERS)
