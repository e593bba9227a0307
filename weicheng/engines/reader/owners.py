"""Who must do a row of the plan: the subject of the sentence, a list of owners, or the heading above."""

from bisect import bisect_right
from collections.abc import Sequence

from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.owner_labels import Scope, names_in_list, scopes
from weicheng.engines.reader.owner_subjects import Event, subject_events
from weicheng.engines.reader.rows import Owner
from weicheng.engines.reader.unit_names import looks_like_name


class OwnerReader:
    """Built once for a document; answers for each row. Reading is linear in the text."""

    def __init__(self, text: str, headings: Sequence[Heading] = ()) -> None:
        self.text = text
        self.headings = sorted(headings, key=lambda h: h.start)
        self._events, reports, self._helpers = subject_events(text, {h.start for h in self.headings if h.level > 0})
        self._starts = [e.position for e in self._events]
        self._reports = sorted(reports, key=lambda o: o.start or 0)
        self._report_starts = [o.start or 0 for o in self._reports]
        self._scopes = scopes(text, self.headings)
        self._scope_starts = [s.start for s in self._scopes]
        self._heading_owners: dict[int, list[Owner]] = {}

    def of(self, start: int, end: int, parents: Sequence[Heading] = ()) -> list[Owner]:
        """Owners of the row ``text[start:end]`` whose headings above are ``parents``, outermost first."""
        owners = self._labelled(start, end)
        if not any(o.role == "lead" for o in owners):
            subjects, nobody = self._subjects(start, end)
            if not nobody and not any(o.role == "lead" for o in subjects):
                subjects = [*self._carried(start), *subjects]
            owners = [*subjects, *self._helping(start), *owners]
            if nobody:
                return _distinct([*owners, *self._reported(start, end)])
        if not any(o.role == "lead" for o in owners):
            owners = [*self._inherited(parents), *owners]
        return _distinct([*owners, *self._reported(start, end)])

    def _labelled(self, start: int, end: int) -> list[Owner]:
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
        return found

    def _helping(self, start: int) -> list[Owner]:
        """Those who help at the end of the sentence in which the row stands (…，区商务局予以配合)."""
        return [owner for first, last, owners in self._helpers if first <= start < last for owner in owners]

    def _subjects(self, start: int, end: int) -> tuple[list[Owner], bool]:
        """Subjects inside the row, and whether it says that nobody in particular acts (我们要…, 由专人…)."""
        found: list[Owner] = []
        nobody = False
        first = bisect_right(self._starts, start - 1)
        for event in self._events[first:]:
            if event.position >= end:
                break
            if event.own:
                found.extend(event.owners)
                nobody = nobody or not event.owners
        return found, nobody and not any(o.role == "lead" for o in found)

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
                self._heading_owners[heading.title_start] = heading_owners(
                    self.text, heading.title_start, heading.title_end
                )
            if self._heading_owners[heading.title_start]:
                return self._heading_owners[heading.title_start]
        return []

    def _reported(self, start: int, end: int) -> list[Owner]:
        first = bisect_right(self._report_starts, start - 1)
        last = bisect_right(self._report_starts, end - 1)
        return self._reports[first:last]


_DUTIES = (
    "工作职责", "主要职责", "职责任务", "职责分工", "责任分工", "职责", "工作任务", "主要任务", "任务", "牵头", "负责", "（牵头）", "(牵头)",
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
