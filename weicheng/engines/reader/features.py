"""What the row model sees of a clause: names of general properties, its letters and pairs of letters.

The names are short because there are some forty for each: w word, c class of a word, s first word's class, e last word's
class, p and q first and last two characters, l length, t and y separator after and before, m list mark, h heading, o place in
sentence, k kind (alone, with the kind before, after, with the section), x and z what the inner and the outer heading are about,
r whether the part looks back, d sort of paper, g how it hangs together with the clause before; those of its sentence, paragraph
and heading are in sentence_features.py. A name after "-" is of the clause before, a: is one letter, b: two.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add

from weicheng.engines.reader.clause_kinds import Shape, shape_of
from weicheng.engines.reader.lexicon import (
    AHEAD,
    ATTITUDES,
    BACK,
    HEADS,
    STANDING,
    Word,
    classes_of,
    clause_words,
)  # fmt: skip
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.paper_sorts import sorts_of
from weicheng.engines.reader.sentence_features import Group, heading_groups, section_groups, sentence_groups
from weicheng.engines.reader.sentences import Clause
from weicheng.engines.reader.word_lists import as_bytes

_LENGTHS = tuple("l:" + str(sum(length > bound for bound in (4, 6, 9, 13, 18, 26, 40))) for length in range(42))
_COMMON = frozenset(
    [
        "工作",
        "开展",
        "加强",
        "创卫",
        "卫生",
        "进行",
        "落实",
        "创建",
        "活动",
        "做好",
        "组织",
        "要求",
        "单位",
        "全面",
        "建立",
        "制定",
        "认真",
        "积极",
    ]
)
_DIGITS = frozenset("0123456789")
# what names of features begin with that stand for the clause before, for a letter, for two
ECHO, LETTER, PAIR = "-", "a:", "b:"
_ECHOED = "cse"
_JOINED = frozenset(["", ",", ":"])
WITHIN, SENTENCE, PARAGRAPH = range(3)
Hit = tuple[int, int, Word]


@dataclass(slots=True)
class Seen:
    """What the model sees of a clause: ``shared`` groups of features that many clauses have, its ``own`` words, its letters
    and ``pairs`` of letters.

    ``follows``: whether the clause before stands in the same paragraph; then the words of that one count too.
    """

    shared: list[Group]
    own: Group
    piece: str
    pairs: list[str]
    follows: bool


def clause_features(text: str, clauses: list[Clause], outline: Outline) -> list[list[str]]:
    """Features of each clause, in order, all by name."""
    result: list[list[str]] = []
    before: Group = ()
    for seen in clauses_seen(text, clauses, outline):
        names = [name for group in (*seen.shared, seen.own) for name in group]
        names += [ECHO + name for name in before if name[0] in _ECHOED] if seen.follows else []
        names += [LETTER + letter for letter in seen.piece]
        names += [PAIR + pair for pair in seen.pairs]
        result.append(names)
        before = seen.own
    return result


def clauses_seen(text: str, clauses: list[Clause], outline: Outline) -> list[Seen]:
    """The same in the form in which the model adds it up fast."""
    pieces = [text[c.start : c.end] for c in clauses]
    coded = [as_bytes(piece) for piece in pieces]
    hits = [_hits(piece) for piece in coded]
    signs = [_signs(own) for own in hits]
    shapes = [shape_of(piece, bool(sign & ATTITUDES)) for piece, sign in zip(pieces, signs, strict=True)]
    sections = _Sections(text, outline, sorts_of(text))
    edges = _edges(clauses)
    around = sentence_groups(clauses, pieces, shapes, signs)
    wider = section_groups(shapes, signs, outline)
    beneath = heading_groups(clauses, shapes, outline)
    result: list[Seen] = []
    before: list[str] = []
    for i, clause in enumerate(clauses):
        piece, shape = pieces[i], shapes[i]
        standing = bool(signs[i] & STANDING) or "负责" in piece
        groups = [
            _place(clauses, i, edges, outline),
            *around[i],
            wider[i],
            sections.of(outline.path[i], shape.kind, standing),
            _kinds(shapes, edges, i),
        ]
        if i in beneath:
            groups.append(beneath[i])
        follows = edges[i] != PARAGRAPH
        pairs = [*map(add, piece, piece[1:])]
        if follows and clauses[i - 1].sep in _JOINED:
            shared = {*before}.intersection(pairs)
            groups.append(_gap(pieces[i - 1], piece, shapes[i - 1], shape, len(shared - _COMMON) if shared else 0))
        own = (*_own(hits[i], len(coded[i])), *_look(clause, piece))
        result.append(Seen(groups, own, piece, pairs, follows))
        before = pairs
    return result


def _edges(clauses: list[Clause]) -> list[int]:
    """What each clause begins: a paragraph, a sentence, or neither; one more for the end of the text."""
    edges = [PARAGRAPH] * (len(clauses) + 1)
    for i, (before, clause) in enumerate(pairwise(clauses), 1):
        if before.paragraph == clause.paragraph:
            edges[i] = SENTENCE if before.sentence != clause.sentence else WITHIN
    return edges


def _signs(hits: list[Hit]) -> int:
    """What the words of a clause are signs of."""
    signs = 0
    for hit in hits:
        signs |= hit[2].signs
    return signs


class _Sections:
    """What the headings above a clause say, kept for each path."""

    def __init__(self, text: str, outline: Outline, papers: Group) -> None:
        names = [text[h.start : h.end] for h in outline.headings]
        self._heads = [tuple(classes_of(name, HEADS)) or ("?",) for name in names]
        self._views = ["next" if AHEAD.search(name) else "back" if BACK.search(name) else "-" for name in names]
        self._papers = papers
        self._report = ("mixed" if "plan" in papers else "report") if "report" in papers else "-"
        self._known: dict[tuple[tuple[int, ...], str, bool], Group] = {}

    def of(self, path: tuple[int, ...], kind: str, standing: bool) -> Group:
        """What paper and section are about, and what a clause of a kind is in it."""
        key = (path, kind, standing)
        known = self._known.get(key)
        if known is None:
            inner, outer, view = self._read(path)
            known = self._known[key] = _in_section(self._papers, inner, outer, view, kind, standing)
        return known

    def _read(self, path: tuple[int, ...]) -> tuple[Group, Group, str]:
        """(what the inner and the outer heading are about, whether this part looks back or ahead)."""
        if not path:
            return ((), (), self._report) if self._heads else (("flat",), (), self._report)
        seen = {self._views[i] for i in path}
        view = "next" if "next" in seen else "back" if "back" in seen else self._report
        return self._heads[path[-1]], self._heads[path[0]], view


@lru_cache(maxsize=16384)
def _in_section(papers: Group, inner: Group, outer: Group, view: str, kind: str, standing: bool) -> Group:
    features = ["d:" + name for name in papers]
    features += ["x:" + name for name in inner or "-"]
    features += ["z:" + name for name in outer]
    features += [f"kx:{name}_{kind}" for name in inner or "-"]
    return (*features, "r:" + view, f"rk:{view}_{kind}", f"rs:{view}{standing}")


def _hits(coded: str) -> list[Hit]:
    """Lexicon words of a clause in bytes, by end: (start, end, word)."""
    return [(last + 1 - word.length, last + 1, word) for last, word in clause_words().iter(coded)]


def _own(hits: list[Hit], size: int) -> set[str]:
    """Words and their classes: anywhere, at the end, at the beginning (past adverbs)."""
    names: set[str] = set().union(*[hit[2].anywhere for hit in hits])
    for _, right, word in reversed(hits):
        if right != size:
            break
        names.update(word.ending)
    longest_at = {hit[0]: hit for hit in hits}
    position = 0
    for _ in range(5):
        first = longest_at.get(position)
        if first is None:
            names.add("s:-")
            break
        if not first[2].passed:
            names.update(first[2].beginning)
            break
        position = first[1]
    return names


def _look(clause: Clause, piece: str) -> Group:
    """Length, first and last characters, what stands after it."""
    length = clause.end - clause.start
    return _LENGTHS[length if length < 41 else 41], "p:" + piece[:2], "q:" + piece[-2:], "t:" + clause.sep


def _place(clauses: list[Clause], i: int, edges: list[int], outline: Outline) -> Group:
    """Where the clause stands: list mark, heading, first or last of its sentence."""
    mark, number = clauses[i].mark, outline.heading[i]
    return _placed(
        clauses[i - 1].sep if i else "^",
        edges[i],
        edges[i + 1],
        mark.style if mark else "",
        outline.headings[number].inline if number >= 0 else None,
        bool(outline.headings) and i < outline.headings[0].first,
    )


@lru_cache(maxsize=4096)
def _placed(before: str, begins: int, after: int, mark: str, inline: bool | None, early: bool) -> Group:
    features = ["y:" + before]
    if begins == PARAGRAPH:
        features.append("o:p")
    features.append(f"o:{begins != WITHIN:d}{after != WITHIN:d}")
    if mark:
        features.append("m:" + mark)
    if inline is not None:
        features.append("h:inline" if inline else "h:line")
    if early:
        features.append("o:pre")
    return tuple(features)


def _kinds(shapes: list[Shape], edges: list[int], i: int) -> Group:
    """The kind of the clause, alone and with those of its neighbours in the paragraph."""
    own = shapes[i]
    before = "^|" if edges[i] == PARAGRAPH else shapes[i - 1].kind
    after = "$" if edges[i + 1] == PARAGRAPH else shapes[i + 1].kind
    ended, ends = edges[i] == SENTENCE, edges[i + 1] == SENTENCE
    return _kinds_of(own.kind, own.verb, own.abstract, own.owned, before, ended, after, ends)


@lru_cache(maxsize=16384)
def _kinds_of(
    kind: str, verb: str, abstract: bool, owned: bool, before: str, ended: bool, after: str, ends: bool
) -> Group:
    before, after = before + "|" * ended, after + "|" * ends
    features = ("k0:" + kind, f"k1:{verb}{abstract}", f"kb:{before}_{kind}", f"ka:{kind}_{after}")
    both = f"kt:{before}_{kind}_{after}"
    return (*features, both, "k0:owned") if owned else (*features, both)


def _gap(before: str, own: str, last: Shape, shape: Shape, shared: int) -> Group:
    """How the clause hangs together with the one before it, with which it shares so many pairs of letters."""
    size = len(own)
    gap = size - len(before)
    owned = (2 if last.owned or before[0] == "各" else 1) if shape.owned or own[0] == "各" else 0
    number = 0 if _DIGITS.isdisjoint(own) else 1 if _DIGITS.isdisjoint(before) else 2
    return _gap_of(
        shared if shared < 3 else 3,
        ("=" if -2 <= gap <= 2 else "+" if gap > 0 else "-") + ("s" if size < 9 else "m" if size < 16 else "l"),
        ("=" if shape.verb == last.verb else "") + shape.verb,
        own[0] == "并" or own[0] == "同",
        owned,
        own[-1] == before[-1] or own[0] == before[0],
        number,
    )


@lru_cache(maxsize=8192)
def _gap_of(shared: int, length: str, verb: str, join: bool, owned: int, parallel: bool, number: int) -> Group:
    features = [f"g:ov{shared}", "g:len" + length, "g:v" + verb]
    if join:
        features.append("g:join")
    if owned:
        features.append(f"g:own{owned}")
    if parallel:
        features.append("g:par")
    if number:
        features.append(f"g:num{number}")
    return tuple(features)
