"""What changed in the ledger between two evenings: since the last meeting, since last month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import VOID
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.selectors.past import Past
from weicheng.work.plans.selectors.tasks import dress, live_tasks, with_relations
from weicheng.work.plans.status import Moment

KINDS = {
    "late": ("这期间变红", "到期没有完成"),
    "cleared": ("从逾期里出来", "逾期的完成了，或时限改了"),
    "done": ("完成", ""),
    "postponed": ("时限推迟", "以新时限为准"),
    "advanced": ("时限提前", ""),
    "added": ("新增任务", ""),
    "withdrawn": ("撤回任务", ""),
    "progressed": ("报过进展", ""),
    "silent": ("没有动静", "没做完，这期间一次进展也没有报"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change and how many tasks it touched."""

    code: str
    word: str
    note: str
    number: int


class Comparison:
    """From the evening of ``first`` to that of ``last``; each kind is a query of tasks."""

    def __init__(self, campaign: Campaign, user: User, first: date, last: date) -> None:
        self.campaign, self.user, self.first, self.last = campaign, user, first, last
        self._tasks = live_tasks(campaign, user)
        self.was, self.now = Past(campaign, self._tasks, first), Past(campaign, self._tasks, last)

    def of(self, code: str) -> TaskQuerySet:
        """The tasks that changed so; KeyError for an unknown code."""
        if code not in KINDS:
            raise KeyError(code)
        found: TaskQuerySet = getattr(self, f"_{code}")()
        return found

    def counts(self) -> list[Change]:
        return [Change(code, *words, self.of(code).count()) for code, words in KINDS.items()]

    def rows(self, code: str, start: int, size: int) -> list[Task]:
        """A page of the tasks of one kind, dressed as the ledger shows them."""
        tasks = list(with_relations(self.of(code).order_by("due_on", "number"))[start : start + size])
        dress(tasks, Moment.of(self.campaign))
        return tasks

    def _late(self) -> TaskQuerySet:
        return self.now.late().exclude(pk__in=self.was.late().values("pk"))

    def _cleared(self) -> TaskQuerySet:
        return self.was.late().exclude(pk__in=self.now.late().values("pk"))

    def _done(self) -> TaskQuerySet:
        return self._tasks.filter(done_on__gt=self.first, done_on__lte=self.last)

    def _postponed(self) -> TaskQuerySet:
        return self._tasks.filter(pk__in=self._moved(later=True))

    def _advanced(self) -> TaskQuerySet:
        return self._tasks.filter(pk__in=self._moved(later=False))

    def _moved(self, *, later: bool) -> list[int]:
        """Tasks whose due day was another on the two evenings; one without a day is the latest of all."""
        ids = [pk for pk in self.was.moved if pk not in self.now.moved or self.now.moved[pk] != self.was.moved[pk]]
        today = dict(self._tasks.filter(pk__in=ids).values_list("pk", "due_on"))
        ends = {pk: self.now.moved.get(pk, today[pk]) for pk in today}
        far = date.max
        return [pk for pk, end in ends.items() if _differs(self.was.moved[pk] or far, end or far, later)]

    def _added(self) -> TaskQuerySet:
        return self._tasks.filter(created_at__gte=self.was.evening, created_at__lt=self.now.evening)

    def _withdrawn(self) -> TaskQuerySet:
        mine = Task.objects.for_user(self.user).filter(campaign=self.campaign)
        return mine.filter(withdrawn_at__gte=self.was.evening, withdrawn_at__lt=self.now.evening)

    def _progressed(self) -> TaskQuerySet:
        return self._tasks.filter(pk__in=self._entries().values("task"))

    def _silent(self) -> TaskQuerySet:
        begun = Q(start_on=None) | Q(start_on__lte=self.last)
        still = self._tasks.filter(begun, done_on=None, reported_on=None).exclude(ordered_on__gt=self.first)
        return still.exclude(pk__in=self._entries().values("task"))

    def _entries(self) -> QuerySet[ProgressEntry]:
        counted = ProgressEntry.objects.filter(on__gt=self.first, on__lte=self.last)
        return counted.exclude(state__in=VOID)


def _differs(was: date, now: date, later: bool) -> bool:
    return now > was if later else now < was
