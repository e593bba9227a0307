"""What the row model sees around a clause: its sentence, its paragraph, what stands under it where it is a heading.

Narrative is told apart from directive by what the sentence and the paragraph hold: things done, things that must be done,
complaints. How fine a sentence is cut shows in its parallels and in whether it has semicolons. n, u and j are the place in the
sentence, v narrative or directive, f parallels and semicolons, i what a heading has under it.
"""

from functools import lru_cache

from weicheng.engines.reader.clause_kinds import Shape
from weicheng.engines.reader.lexicon import MODAL, PAST, PROBLEM
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.sentences import Clause

Group = tuple[str, ...]  # features that depend on the same few things: made once for each of their values
_DOING = ("act", "ba", "late", "often", "forbid")
_PAST_SHARES, _MODAL_SHARES = (0.0, 0.15, 0.35), (0.0, 0.1, 0.25)
_UNDER = (0, 1, 3, 6)


def sentence_groups(
    clauses: list[Clause], pieces: list[str], shapes: list[Shape], signs: list[int]
) -> list[tuple[Group, ...]]:
    """For each clause what its sentence and its paragraph say of it."""
    result: list[tuple[Group, ...]] = []
    count, opening = len(clauses), 0
    while opening < count:
        number, end = clauses[opening].paragraph, opening
        while end < count and clauses[end].paragraph == number:
            end += 1
        shares = _shares(shapes[opening:end], signs[opening:end])
        first = opening
        for i in range(opening + 1, end + 1):
            if i == end or clauses[i].sentence != clauses[first].sentence:
                result += _sentence(clauses[first:i], pieces[first:i], shapes[first:i], signs[first:i], shares)
                first = i
        opening = end
    return result


def _shares(shapes: list[Shape], signs: list[int]) -> tuple[int, int]:
    """How much of a paragraph tells of things done, and of things that must be done; each from 0 to 3."""
    size = len(shapes)
    past = sum([shape.kind == "past" or sign & PAST > 0 for shape, sign in zip(shapes, signs, strict=True)]) / size
    modal = sum([sign & MODAL > 0 for sign in signs]) / size
    return sum([past > share for share in _PAST_SHARES]), sum([modal > share for share in _MODAL_SHARES])


def _sentence(
    clauses: list[Clause], pieces: list[str], shapes: list[Shape], signs: list[int], shares: tuple[int, int]
) -> list[tuple[Group, ...]]:
    """The groups of the clauses of one sentence."""
    size = len(clauses)
    kinds = [shape.kind for shape in shapes]
    acting = min(sum([kind.startswith(_DOING) for kind in kinds]), 6) // 2
    modal = any(sign & MODAL for sign in signs)
    tense = ("past" in kinds) + 2 * modal + 4 * shares[0] + 16 * shares[1]
    bad = min(sum([sign & PROBLEM > 0 for sign in signs]), 3)
    firsts, alike, parted, last = _first_letters(pieces), _tally(kinds), False, kinds[-1]
    for clause in clauses:
        parted = parted or clause.sep == ";"
    whole, before, since = min(size, 8) // 2, "^", 0
    result: list[tuple[Group, ...]] = []
    for j, kind in enumerate(kinds):
        result.append(
            (
                _spread(j if j < 4 else 4, whole, acting, min(size - 1 - j, 3)),
                _tense(tense, bad, kind),
                _parallels(firsts[j], alike[j], last, kind),
                _parted(parted, before, since if since < 4 else 4),
            )
        )
        before = clauses[j].sep
        since = 0 if before == ";" else since + 1
    return result


def _first_letters(pieces: list[str]) -> list[int]:
    return _tally([piece[:1] for piece in pieces])


def _tally(values: list[str]) -> list[int]:
    """For each value how often it stands there, up to four."""
    if len(values) == 1:
        return [1]
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return [min(counts[value], 4) for value in values]


@lru_cache(maxsize=1024)
def _spread(place: int, size: int, acting: int, left: int) -> Group:
    """The clause's place in its sentence from both ends, and how many clauses and actions the sentence holds."""
    return f"n:{place}", f"u:{size}{acting}", f"j:{left}"


@lru_cache(maxsize=8192)
def _tense(tense: int, bad: int, kind: str) -> Group:
    """Whether sentence and paragraph tell of things done or to do, and how many clauses of the sentence complain."""
    both, done, due = tense % 4, tense // 4 % 4, tense // 16
    features = [f"v:{both}", f"v:{both}_{kind}", f"vd:{done}", f"vm:{due}", f"vb:{done}{due}"]
    features += [f"vd:{done}_{kind}", f"vm:{due}_{kind}"]
    features += [f"vp:{bad}", f"vp:_{kind}"] if bad else []
    return tuple(features)


@lru_cache(maxsize=8192)
def _parallels(firsts: int, alike: int, last: str, kind: str) -> Group:
    """How many clauses of the sentence begin alike or are of one kind, and how it ends."""
    return f"fs:{firsts}", f"fk:{alike}", f"fl:{last}_{kind}"


@lru_cache(maxsize=256)
def _parted(parted: bool, before: str, since: int) -> Group:
    """Whether the sentence has semicolons, and how far back the last one is."""
    return (f"f:{parted:d}{before}", f"f;:{since}") if parted else (f"f:{parted:d}{before}",)


def heading_groups(clauses: list[Clause], shapes: list[Shape], outline: Outline) -> dict[int, Group]:
    """For each clause of a heading how much text it has under it: a heading with a text of its own is seldom a row."""
    result: dict[int, Group] = {}
    count = len(clauses)
    for number, heading in enumerate(outline.headings):
        following = outline.headings[number + 1].first if number + 1 < len(outline.headings) else count
        under = max(following - heading.last - 1, 0)
        size = sum([under > bound for bound in _UNDER])
        for i in range(heading.first, heading.last + 1):
            if outline.heading[i] == number:
                result[i] = _under(size, under > 0, heading.inline, shapes[i].kind)
    return result


@lru_cache(maxsize=1024)
def _under(size: int, some: bool, inline: bool, kind: str) -> Group:
    form = "inline" if inline else "line"
    return f"i:{size}_{form}", f"i:{some:d}_{kind}", f"i:{some:d}_{form}_{kind}"


def section_groups(shapes: list[Shape], signs: list[int], outline: Outline) -> list[Group]:
    """For each clause how much of its section and of the whole paper tells of things done, and of things that must be done."""
    members: dict[tuple[int, ...], list[int]] = {}
    for i, path in enumerate(outline.path):
        members.setdefault(path, []).append(i)
    whole = _shares(shapes, signs) if shapes else (0, 0)
    result: list[Group] = [()] * len(shapes)
    for own in members.values():
        done, due = _shares([shapes[i] for i in own], [signs[i] for i in own])
        for i in own:
            result[i] = _section(done, due, *whole, shapes[i].kind)
    return result


@lru_cache(maxsize=8192)
def _section(done: int, due: int, all_done: int, all_due: int, kind: str) -> Group:
    section = (f"vs:{done}{due}", f"vs:{done}{due}_{kind}")
    return (*section, f"vt:{all_done}{all_due}", f"vt:{all_done}{all_due}_{kind}")
