"""From the owner strings of a plan to units: exact, alias, fuzzy with suggestions, collective, person, new.

A matcher is built once for the units of a day and asked for every string:

    matcher = UnitMatcher(selectors.units_for_matching(day), area=campaign.area)
    matcher.match("县住建局").kind

Nothing but EXACT, ALIAS and a clear COLLECTIVE is ever taken without a person: FUZZY only suggests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import ahocorasick

from weicheng.engines.reader.unit_names import kind_of
from weicheng.ground.org.choices import MatchKind, UnitKind
from weicheng.ground.org.collectives import Collective, read_collective
from weicheng.ground.org.models import Person, Unit
from weicheng.ground.org.naming import (
    Canon,
    areas_in,
    clean,
    initial_words,
    successors_of,
    without_brackets,
    written_forms,
)
from weicheng.ground.org.similarity import similarity

SUGGEST_FROM = 0.6
SUGGESTIONS = 3
_TAIL = re.compile(
    r"(?:等(?:[一二三四五六七八九十两几多\d]*[个家]?)?(?:部门|单位|股室|科室)?|(?:牵头|负责|配合|具体负责|主要负责))$"
)
_FUNCTION = re.compile(r"^(?:[区县市]级?)?(.{2,6}?)(?:行政)?(?:主管)?(?:部门|系统|机关)$")


@dataclass(frozen=True, slots=True)
class Match:
    """What a string was found to mean.

    ``units``: the one unit (EXACT, ALIAS), all units meant (COLLECTIVE), or the unit of the post (PERSON, if known).
    ``suggestions``: (unit, score 0..1), best first, only for FUZZY.
    ``doubt``: a Chinese sentence when a person must look.
    """

    kind: MatchKind
    units: tuple[Unit, ...] = ()
    suggestions: tuple[tuple[Unit, float], ...] = ()
    collective: Collective | None = None
    person: Person | None = None
    doubt: str = ""

    @property
    def unit(self) -> Unit | None:
        """The one unit that may be taken without asking, else None."""
        return self.units[0] if self.kind in (MatchKind.EXACT, MatchKind.ALIAS) else None


@dataclass(slots=True)
class _Index:
    exact: dict[str, dict[int, Unit]] = field(default_factory=lambda: defaultdict(dict))
    alias: dict[str, dict[int, Unit]] = field(default_factory=lambda: defaultdict(dict))
    canon: dict[str, dict[int, Unit]] = field(default_factory=lambda: defaultdict(dict))
    weak: dict[str, dict[int, Unit]] = field(default_factory=lambda: defaultdict(dict))
    spelled: dict[str, dict[int, Unit]] = field(default_factory=lambda: defaultdict(dict))


class UnitMatcher:
    """``units`` exist on the day of the paper; selectors.units_for_matching brings aliases and old names along."""

    def __init__(
        self,
        units: Iterable[Unit],
        *,
        area: str = "",
        people: Iterable[Person] = (),
        member_ids: Iterable[int] = (),
    ) -> None:
        self.units: Sequence[Unit] = list(units)
        self.canon = Canon({area, *areas_in(unit.name for unit in self.units)})
        self.member_ids = frozenset(member_ids)
        self._people: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self._people[clean(person.name)].append(person)
        self._index = _Index()
        self._ids = {unit.pk for unit in self.units}
        for unit in self.units:
            self._add(unit)
        self._names = self._automaton()
        self._answers: dict[str, Match] = {}

    def match(self, text: str) -> Match:
        """What ``text`` means; the same string is answered from memory."""
        if text not in self._answers:
            self._answers[text] = self._match(clean(text))
        return self._answers[text]

    def expand(self, collective: Collective) -> list[Unit]:
        return collective.expand(self.units, self.member_ids)

    def _add(self, unit: Unit) -> None:
        index = self._index
        for name in (unit.name, unit.short_name):
            for form in written_forms(name) if name else ():
                index.exact[form][unit.pk] = unit
        others = [alias.text for alias in unit.aliases.all()]
        others += [name for old in unit.names.all() for name in (old.name, old.short_name)]
        for former in unit.absorbed.all():
            if former.pk not in self._ids:  # before the day of the merger it still stands for itself
                others += [former.name, former.short_name]
        for name in filter(None, others):
            for form in written_forms(name):
                index.alias[form][unit.pk] = unit
        for name in filter(None, (unit.name, unit.short_name, *others)):
            for form in written_forms(name):
                short = self.canon(form)
                index.canon[short][unit.pk] = unit
                index.spelled[short][unit.pk] = unit
                index.spelled[self.canon.own_part(form)][unit.pk] = unit
                if initial_words(short):
                    index.weak[initial_words(short)][unit.pk] = unit
        if unit.kind == UnitKind.OFFICE and unit.parent_id and unit.parent:
            self._add_below_parent(unit, unit.parent)

    def _add_below_parent(self, unit: Unit, parent: Unit) -> None:
        above = {self.canon(form) for name in (parent.name, parent.short_name) if name for form in written_forms(name)}
        for own in filter(None, (unit.name, unit.short_name)):
            for prefix in above:
                self._index.canon[prefix + self.canon(own)][unit.pk] = unit

    def _automaton(self) -> ahocorasick.Automaton:
        """All names at once, to find the unit in 区住建局物业科 and in 卫健局局长."""
        names = ahocorasick.Automaton()
        for table in (self._index.canon, self._index.alias, self._index.exact):
            for name, found in table.items():
                if len(name) >= 3 and len(found) == 1:
                    names.add_word(name, (name, next(iter(found.values()))))
        names.make_automaton()
        return names

    def _match(self, text: str) -> Match:
        found = (
            self._by_name(text) or self._by_name(clean(without_brackets(text))) or self._by_name(_TAIL.sub("", text))
        )
        if found:
            return found
        collective = read_collective(text)
        if collective:
            units = tuple(self.expand(collective))
            doubt = collective.doubt or ("" if units else "还没有登记这一类单位")
            return Match(MatchKind.COLLECTIVE, units, collective=collective, doubt=doubt)
        return self._by_person(text) or self._by_likeness(text)

    def _by_name(self, text: str) -> Match | None:
        short = self.canon(text) if text else ""
        steps = (
            (MatchKind.EXACT, self._index.exact, text),
            (MatchKind.ALIAS, self._index.alias, text),
            (MatchKind.ALIAS, self._index.canon, short),
            (MatchKind.ALIAS, self._index.weak, short),
        )
        for kind, table, key in steps:
            units = list(table[key].values()) if key in table else []
            if len(units) == 1:
                return Match(kind, (units[0],))
            if units:
                doubt = f"有{len(units)}个单位都可以这样写，请选定"
                return Match(MatchKind.FUZZY, suggestions=tuple((unit, 1.0) for unit in units), doubt=doubt)
        return None

    def _by_person(self, text: str) -> Match | None:
        people = self._people.get(text.removesuffix("同志"), [])
        if people:
            person = people[0] if len(people) == 1 else None
            return Match(MatchKind.PERSON, person=person, doubt="" if person else f"有{len(people)}个人同名，请选定")
        if kind_of(text) != "person":
            return None
        inside = self._longest_name(text)
        return Match(
            MatchKind.PERSON, (inside,) if inside else (), doubt="" if inside else "写的是职务，没有说是哪个单位的"
        )

    def _longest_name(self, text: str) -> Unit | None:
        if not len(self._names):
            return None
        found = [hit for form in {text, self.canon(text)} for _, hit in self._names.iter(form)]
        return max(found, key=lambda hit: len(hit[0]))[1] if found else None

    def _by_likeness(self, text: str) -> Match:
        scores: dict[int, tuple[Unit, float]] = {}
        inside = self._longest_name(text)
        if inside:
            scores[inside.pk] = (inside, 0.75)
        for unit, score in [*self._by_function(text), *self._by_spelling(text)]:
            if unit.pk not in scores or score > scores[unit.pk][1]:
                scores[unit.pk] = (unit, score)
        best = sorted(scores.values(), key=lambda pair: (-pair[1], pair[0].order, pair[0].pk))[:SUGGESTIONS]
        if not best:
            return Match(MatchKind.NEW, doubt="名单里没有这个单位")
        return Match(MatchKind.FUZZY, suggestions=tuple(best), doubt=f"名单里没有这个名称，是不是“{best[0][0]}”")

    def _by_function(self, text: str) -> list[tuple[Unit, float]]:
        """卫生部门 means the bureau whose name speaks of 卫生, 环保局 the one that took over; which one, a person says."""
        found = _FUNCTION.match(text)
        stem = found.group(1) if found else ""
        alike = [(unit, 0.7) for unit in self.units if stem and (stem in unit.name or stem in unit.short_name)]
        for took_over in successors_of(self.canon(text)):
            for name, units in self._index.canon.items():
                if name.startswith(took_over) and len(units) == 1:
                    alike += [(unit, 0.8) for unit in units.values() if unit.kind == UnitKind.DEPARTMENT]
        return alike

    def _by_spelling(self, text: str) -> list[tuple[Unit, float]]:
        found = []
        for written in {self.canon(text), self.canon.own_part(text)}:
            letters = set(written)
            for name, units in self._index.spelled.items():
                # A name that shares nothing but its ending (局) with the text is never alike.
                if abs(len(name) - len(written)) > 4 or len(letters & set(name)) < min(2, len(written)):
                    continue
                score = similarity(written, name)
                if score >= SUGGEST_FROM:
                    found += [(unit, score) for unit in units.values()]
        return found
