"""Who must do a row of the plan: the subject of the sentence, a list of owners, or the heading above."""

from bisect import bisect_right
from collections.abc import Sequence

from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.owner_events import Afterwards, Event
from weicheng.engines.reader.owner_labels import Scope, names_in_list, scopes
from weicheng.engines.reader.owner_phrases import WATCHED
from weicheng.engines.reader.owner_subjects import scan_subjects
from weicheng.engines.reader.rows import Owner
from weicheng.engines.reader.unit_names import kind_of, looks_like_name


class OwnerReader:
    """Built once for a document; answers for each row. Reading is linear in the text."""

    def __init__(
        self, text: str, headings: Sequence[Heading] = (), rows: Sequence[tuple[int, int]] | None = None
    ) -> None:
        """``rows`` are the spans of the rows that will be asked for, in order; where it is not given, any may be."""
        self.text = text
        self.headings = sorted(headings, key=lambda h: h.start)
        scan = scan_subjects(text, {h.start for h in self.headings if h.level > 0}, rows)
        self._finder, self._events = scan.finder, scan.events
        self._starts = [e.position for e in self._events]
        self._helpers, self._answerers = scan.helpers, scan.answerers
        self._reports = sorted(scan.reports, key=lambda o: o.start or 0)
        self._report_starts = [o.start or 0 for o in self._reports]
        self._scopes = scopes(text, self.headings)
        self._scope_starts = [s.start for s in self._scopes]
        self._heading_owners: dict[int, list[Owner]] = {}

    def of(self, start: int, end: int, parents: Sequence[Heading] = ()) -> list[Owner]:
        """Owners of the row ``text[start:end]`` whose headings above are ``parents``, outermost first."""
        labelled, section = self._labelled(start, end)
        subjects, nobody = self._subjects(start, end)
        acting = subjects or (self._opening(start) if section and not nobody else [])
        if not any(o.role == "lead" for o in labelled):
            owners = [*self._spoken(start, subjects, nobody, parents), *labelled]
        elif section and _answers_alone(acting):
            owners = acting
        elif section and _is_watched_over(acting):
            owners = labelled
        else:
            owners = [*(o for o in subjects if o.role == "lead"), *labelled]
        return _distinct([*owners, *self._reported(start, end)])

    def _spoken(self, start: int, subjects: list[Owner], nobody: bool, parents: Sequence[Heading]) -> list[Owner]:
        """Owners whom the sentence, the sentences before it, or the headings above name."""
        owners = list(subjects)
        if not any(o.role == "lead" for o in owners):
            answering = self._afterwards(self._answerers, start)
            if answering:
                owners = [*answering, *owners]
            elif not nobody:
                owners = [*self._carried(start), *owners]
        owners += self._afterwards(self._helpers, start)
        if nobody or any(o.role == "lead" for o in owners):
            return owners
        return [*self._inherited(parents), *owners]

    def _labelled(self, start: int, end: int) -> tuple[list[Owner], bool]:
        """Owners named apart, and whether they are those of the whole section."""
        found: list[Owner] = []
        last = bisect_right(self._scope_starts, start)
        best: Scope | None = None
        for scope in self._scopes[max(0, last - 12) : last]:
            if scope.end > start and not (scope.mark_start <= start and end <= scope.mark_end):
                best = scope if best is None or scope.start >= best.start else best
        if best:
            for scope in self._scopes[max(0, last - 12) : last]:
                if scope.start == best.start and scope.end > start:
                    found.extend(scope.owners)
        return found, best is not None and best.section

    @staticmethod
    def _afterwards(named: Sequence[Afterwards], start: int) -> list[Owner]:
        """Those whom a later clause names for the text in which the row stands (…，由区城管局负责)."""
        if not named:
            return []
        first = bisect_right(named, start, key=lambda last: last.end)  # they end in the order in which they are noted
        near = named[first : first + 6]
        return [owner for last in near if last.start <= start < last.end for owner in last.owners]

    def _subjects(self, start: int, end: int) -> tuple[list[Owner], bool]:
        """Subjects inside the row, and whether it says that nobody in particular acts (我们要…, 由专人…)."""
        found: list[Owner] = []
        nobody = False
        first = bisect_right(self._starts, start - 1)
        for number in range(first, bisect_right(self._starts, end - 1)):
            event = self._events[number]
            if event.own:
                found.extend(event.owners)
                nobody = nobody or not event.owners
        return found, nobody and not any(o.role == "lead" for o in found)

    def _opening(self, start: int) -> list[Owner]:
        """The subject that the sentence of a row began with."""
        opening = max(self.text.rfind(mark, max(0, start - _SENTENCE), start) for mark in "。；;\n")
        first = bisect_right(self._starts, opening)
        named = any(e.own and e.owners for e in self._events[first : bisect_right(self._starts, start - 1)])
        found = [o for o in self._carried(start) if (o.start or 0) > opening] if named and opening >= 0 else []
        return found if all(kind_of(o.name) == "unit" for o in found) else []

    def _carried(self, start: int) -> list[Owner]:
        index = bisect_right(self._starts, start) - 1
        owners: list[Owner] = []
        while index >= 0:
            event: Event = self._events[index]
            owners = owners if event.local else [*event.owners, *owners]
            if not event.extra:
                return owners
            index -= 1
        return owners

    def _inherited(self, parents: Sequence[Heading]) -> list[Owner]:
        for heading in reversed(parents):
            if heading.title_start not in self._heading_owners:
                self._heading_owners[heading.title_start] = self._heading(heading)
            if self._heading_owners[heading.title_start]:
                return self._heading_owners[heading.title_start]
        return []

    def _heading(self, heading: Heading) -> list[Owner]:
        found = heading_owners(self.text, heading.title_start, heading.title_end)
        return found if all(self._finder.is_name(o.start or 0, o.end or 0) for o in found) else []

    def _reported(self, start: int, end: int) -> list[Owner]:
        first = bisect_right(self._report_starts, start - 1)
        last = bisect_right(self._report_starts, end - 1)
        return self._reports[first:last]


_SENTENCE = 300
_HIRED = ("公司", "广播站", "监督岗")


def _answers_alone(owners: Sequence[Owner]) -> bool:
    """总务处要… under （责任人：…）: an office or people whom the sentence names answer alone; 各班 or a hired company beside."""
    leads = [o for o in owners if o.role == "lead"]
    alone = ("unit", "person")
    return bool(leads) and all(
        kind_of(o.name) in alone and not o.name.endswith(_HIRED) and not WATCHED.search(o.name) for o in leads
    )


def _is_watched_over(owners: Sequence[Owner]) -> bool:
    """从业人员持证上岗 under （责任单位：…）: the unit sees to it."""
    leads = [o for o in owners if o.role == "lead"]
    return bool(leads) and all(WATCHED.search(o.name) for o in leads)


_DUTIES = (
    "工作职责", "主要职责", "职责任务", "职责分工", "责任分工", "职责", "工作任务", "主要任务", "任务",
    "牵头", "负责", "（牵头）", "(牵头)",
)  # fmt: skip


def heading_owners(text: str, start: int, end: int) -> list[Owner]:
    """Owners of a heading that is nothing but names (教育局, 各镇、各街道, 区城管局工作职责)."""
    while end > start and text[end - 1] in ":： 。　":
        end -= 1
    for duty in _DUTIES:
        if text.endswith(duty, start, end) and end - len(duty) > start:
            end -= len(duty)
            break
    if end - start > 60:
        return []
    return names_in_list(text, start, end, "lead", strict=True) if _plain(text[start:end]) else []


def _plain(title: str) -> bool:
    return looks_like_name(title) or any(mark in title for mark in "、,，和及与")


def _distinct(owners: Sequence[Owner]) -> list[Owner]:
    seen: dict[tuple[str, str], Owner] = {}
    named: set[str] = set()
    for owner in owners:
        group = "report" if owner.role == "report" else "acts"
        if (owner.name, group) not in seen and not (group == "report" and owner.name in named):
            seen[(owner.name, group)] = owner
            named.add(owner.name)
    return list(seen.values())
