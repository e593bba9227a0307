"""What the row model sees around a clause: its sentence, its paragraph, what stands under it where it is a heading.

Narrative is told apart from directive by what the sentence and the paragraph hold: things done, things that must be done,
complaints. How fine a sentence is cut shows in its parallels and in whether it has semicolons. n, u and j are the place in the
sentence, v narrative or directive, f parallels and semicolons, i what a heading has under it.
"""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Generic

from weicheng.engines.reader.clause_kinds import Shape
from weicheng.engines.reader.feature_sums import Group, Sums, Total
from weicheng.engines.reader.lexicon import MODAL, PAST, PROBLEM
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.sentences import Clause

WITHIN, SENTENCE, PARAGRAPH = range(3)  # what a clause begins
_DOING = frozenset(["act", "actabs", "actstate", "ba", "late", "latest", "later", "often", "forbid"])
_PAST_SHARES, _MODAL_SHARES = (0.0, 0.15, 0.35), (0.0, 0.1, 0.25)
_UNDER = (0, 1, 3, 6)


def sentence_column(
    clauses: list[Clause], pieces: list[str], shapes: list[Shape], signs: list[int], edges: list[int], sums: Sums[Total]
) -> list[Total]:
    """For each clause what its sentence and its paragraph say of it. ``edges``: what each clause begins."""
    view = _Around(clauses, pieces, shapes, signs, sums)
    ends = dict(_stretches(edges, PARAGRAPH))
    shares = 0
    result: list[Total] = []
    for first, end in _stretches(edges, SENTENCE):
        if first in ends:
            done, due = _shares(shapes[first : ends[first]], signs[first : ends[first]])
            shares = done + 4 * due
        result += view.sentence(first, end, shares)
    return result


def _stretches(edges: list[int], least: int) -> Iterable[tuple[int, int]]:
    """First clause, and the one after the last, of each sentence or paragraph."""
    return pairwise([i for i, edge in enumerate(edges) if edge >= least])


class _Around(Generic[Total]):
    """Looks at sentences and paragraphs of one text."""

    def __init__(
        self, clauses: list[Clause], pieces: list[str], shapes: list[Shape], signs: list[int], sums: Sums[Total]
    ) -> None:
        self.kinds = [shape.kind for shape in shapes]
        self.separators = [clause.sep for clause in clauses]
        self.letters = [piece[0] for piece in pieces]
        self.modal = [sign & MODAL > 0 for sign in signs]
        self.bad = [sign & PROBLEM > 0 for sign in signs]
        self.doing = [kind in _DOING for kind in self.kinds]
        self.nothing = sums.nothing
        self.spread, self.tense = sums.of(_spread), sums.of(_tense)
        self.parallels, self.parted, self.alone = sums.of(_parallels), sums.of(_parted), sums.of(_alone)

    def sentence(self, first: int, end: int, shares: int) -> list[Total]:
        """Totals of the clauses of one sentence."""
        if end - first == 1:
            kind = self.kinds[first]
            tense = (kind == "past") + 2 * self.modal[first] + 4 * shares
            return [self.alone(tense, self.bad[first], kind, self.separators[first] == ";")]
        size, kinds, separators = end - first, self.kinds[first:end], self.separators[first:end]
        acting, bad = min(sum(self.doing[first:end]), 6) // 2, min(sum(self.bad[first:end]), 3)
        tense = ("past" in kinds) + 2 * (True in self.modal[first:end]) + 4 * shares
        firsts, alike = _tally(self.letters[first:end]), _tally(kinds)
        whole, last, parted = min(size, 8) // 2, kinds[-1], ";" in separators
        before, since = "^", 0
        result: list[Total] = []
        for j, kind in enumerate(kinds):
            parts: tuple[Any, ...] = (
                self.spread(j if j < 4 else 4, whole, acting, min(size - 1 - j, 3)),
                self.tense(tense, bad, kind),
                self.parallels(firsts[j], alike[j], last, kind),
                self.parted(parted, before, since if since < 4 else 4),
            )
            result.append(sum(parts, self.nothing))
            before = separators[j]
            since = 0 if before == ";" else since + 1
        return result


def _tally(values: list[str]) -> list[int]:
    """For each value how often it stands there, up to four."""
    if len(values) == 1:
        return [1]
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return [min(counts[value], 4) for value in values]


def _spread(place: int, size: int, acting: int, left: int) -> Group:
    """The clause's place in its sentence from both ends, and how many clauses and actions the sentence holds."""
    return f"n:{place}", f"u:{size}{acting}", f"j:{left}"


def _tense(tense: int, bad: int, kind: str) -> Group:
    """Whether sentence and paragraph tell of things done or to do, and how many clauses of the sentence complain."""
    both, done, due = tense % 4, tense // 4 % 4, tense // 16
    features = [f"v:{both}", f"v:{both}_{kind}", f"vd:{done}", f"vm:{due}", f"vb:{done}{due}"]
    features += [f"vd:{done}_{kind}", f"vm:{due}_{kind}"]
    features += [f"vp:{bad:d}", f"vp:_{kind}"] if bad else []
    return tuple(features)


def _parallels(firsts: int, alike: int, last: str, kind: str) -> Group:
    """How many clauses of the sentence begin alike or are of one kind, and how it ends."""
    return f"fs:{firsts}", f"fk:{alike}", f"fl:{last}_{kind}"


def _parted(parted: bool, before: str, since: int) -> Group:
    """Whether the sentence has semicolons, and how far back the last one is."""
    return (f"f:{parted:d}{before}", f"f;:{since}") if parted else (f"f:{parted:d}{before}",)


def _alone(tense: int, bad: int, kind: str, parted: bool) -> Group:
    """All of these for a clause that is a whole sentence."""
    return _spread(0, 0, 0, 0) + _tense(tense, bad, kind) + _parallels(1, 1, kind, kind) + _parted(parted, "^", 0)


def heading_column(shapes: list[Shape], outline: Outline, sums: Sums[Total]) -> list[Total]:
    """For each clause of a heading how much text it has under it: a heading with a text of its own is seldom a row."""
    count = len(shapes)
    result = [sums.nothing] * count
    total = sums.of(_under)
    for number, heading in enumerate(outline.headings):
        following = outline.headings[number + 1].first if number + 1 < len(outline.headings) else count
        under = max(following - heading.last - 1, 0)
        size = sum([under > bound for bound in _UNDER])
        for i in range(heading.first, heading.last + 1):
            if outline.heading[i] == number:
                result[i] = total(size, under > 0, heading.inline, shapes[i].kind)
    return result


def _under(size: int, some: bool, inline: bool, kind: str) -> Group:
    form = "inline" if inline else "line"
    return f"i:{size}_{form}", f"i:{some:d}_{kind}", f"i:{some:d}_{form}_{kind}"


def section_column(shapes: list[Shape], signs: list[int], outline: Outline, sums: Sums[Total]) -> list[Total]:
    """For each clause how much of its section and of the whole paper tells of things done, and of things that must be done."""
    members: dict[tuple[int, ...], list[int]] = {}
    for i, path in enumerate(outline.path):
        members.setdefault(path, []).append(i)
    total, whole = sums.of(_section), _shares(shapes, signs)
    result = [sums.nothing] * len(shapes)
    for own in members.values():
        shares = _shares([shapes[i] for i in own], [signs[i] for i in own])
        for i in own:
            result[i] = total(*shares, *whole, shapes[i].kind)
    return result


def _shares(shapes: list[Shape], signs: list[int]) -> tuple[int, int]:
    """How much of some clauses tells of things done, and of things that must be done; each from 0 to 3."""
    size = max(len(shapes), 1)
    past = sum([sign & PAST > 0 or shape.kind == "past" for shape, sign in zip(shapes, signs, strict=True)])
    modal = sum([sign & MODAL > 0 for sign in signs])
    return bisect_left(_PAST_SHARES, past / size), bisect_left(_MODAL_SHARES, modal / size)


def _section(done: int, due: int, all_done: int, all_due: int, kind: str) -> Group:
    section = (f"vs:{done}{due}", f"vs:{done}{due}_{kind}")
    return (*section, f"vt:{all_done}{all_due}", f"vt:{all_done}{all_due}_{kind}")
