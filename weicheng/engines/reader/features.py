"""What the row model sees of a clause: names of general properties, its letters and pairs of letters.

The names are short because there are some forty for each: w word, c class of a word, s first word's class, e last word's
class, p and q first and last two characters, l length, t and y separator after and before, m list mark, h heading, o place in
sentence, k kind (alone, with the kind before, after, with the section), x and z what the inner and the outer heading are about,
r whether the part looks back, d sort of paper, g how it hangs together with the clause before; those of its sentence, paragraph
and heading are in sentence_features.py. A name after "-" is of the clause before, a: is one letter, b: two.

One sort of feature is looked at for all clauses before the next sort: what looks at it then stays near the processor.
"""

from collections.abc import Iterable
from itertools import pairwise
from operator import add
from typing import Generic

from weicheng.engines.reader.clause_kinds import Shape, shape_of
from weicheng.engines.reader.feature_sums import ECHO, LETTER, PAIR, Group, Sums, Total
from weicheng.engines.reader.lexicon import (
    AHEAD,
    BACK,
    HEADS,
    STANDING,
    Word,
    classes_of,
    clause_words,
    signs_of,
)  # fmt: skip
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.paper_sorts import sorts_of
from weicheng.engines.reader.sentence_features import (
    PARAGRAPH,
    SENTENCE,
    WITHIN,
    heading_column,
    section_column,
    sentence_column,
)  # fmt: skip
from weicheng.engines.reader.sentences import Clause
from weicheng.engines.reader.word_lists import as_bytes

_LENGTHS = tuple("l:" + str(sum(length > bound for bound in (4, 6, 9, 13, 18, 26, 40))) for length in range(42))
_COMMON = frozenset(
    [
        "工作", "开展", "加强", "创卫", "卫生", "进行", "落实", "创建", "活动",
        "做好", "组织", "要求", "单位", "全面", "建立", "制定", "认真", "积极",
    ]
)  # fmt: skip
_DIGITS = frozenset("0123456789")
_ECHOED = "cse"  # what names begin with that count for the clause after too
_JOINED = frozenset(["", ",", ":"])
Hit = tuple[int, Word]  # the last byte of a word in a clause, and the word


def clause_features(text: str, clauses: list[Clause], outline: Outline) -> list[list[str]]:
    """Features of each clause, in order, all by name."""
    named: Sums[Group] = Sums((), tuple, _echoes, _letters, _pairs)
    return [list(names) for names in clause_totals(text, clauses, outline, named)]


def _echoes(names: Iterable[str]) -> Group:
    return tuple([ECHO + name for name in names if name[0] in _ECHOED])


def _letters(letters: Iterable[str]) -> Group:
    return tuple([LETTER + letter for letter in letters])


def _pairs(pairs: Iterable[str]) -> Group:
    return tuple([PAIR + pair for pair in pairs])


def clause_totals(text: str, clauses: list[Clause], outline: Outline, sums: Sums[Total]) -> list[Total]:
    """What the features of each clause come to, in order."""
    pieces = [text[c.start : c.end] for c in clauses]
    coded = [as_bytes(piece) for piece in pieces]
    find = clause_words().iter
    hits: list[list[Hit]] = [[*find(piece)] for piece in coded]
    signs = [signs_of(own) for own in hits]
    shapes = [shape_of(piece, sign) for piece, sign in zip(pieces, signs, strict=True)]
    edges = _edges(clauses)
    words = [_words(own, len(piece)) for own, piece in zip(hits, coded, strict=True)]
    pairs = [[*map(add, piece, piece[1:])] for piece in pieces]
    sections = _Sections(text, outline, sums)
    columns = [
        [sums.names(own) for own in words],
        [sums.names(_look(piece, clause.sep)) for piece, clause in zip(pieces, clauses, strict=True)],
        [sums.letters(piece) for piece in pieces],
        [sums.pairs(own) for own in pairs],
        _echo_column(words, edges, sums),
        _place_column(clauses, edges, outline, sums),
        _kind_column(shapes, edges, sums),
        sections.column(pieces, shapes, signs, outline.path),
        _gap_column(clauses, pieces, pairs, shapes, edges, sums),
        sentence_column(clauses, pieces, shapes, signs, edges, sums),
        section_column(shapes, signs, outline, sums),
        heading_column(shapes, outline, sums),
    ]
    return [sum(parts, sums.nothing) for parts in zip(*columns, strict=True)]


def _edges(clauses: list[Clause]) -> list[int]:
    """What each clause begins: a paragraph, a sentence, or neither; one more for the end of the text."""
    edges = [PARAGRAPH] * (len(clauses) + 1)
    for i, (before, clause) in enumerate(pairwise(clauses), 1):
        if before.paragraph == clause.paragraph:
            edges[i] = SENTENCE if before.sentence != clause.sentence else WITHIN
    return edges


class _Sections(Generic[Total]):
    """What paper and section are about, and what a clause of a kind is in it."""

    def __init__(self, text: str, outline: Outline, sums: Sums[Total]) -> None:
        names = [text[h.start : h.end] for h in outline.headings]
        self._heads = [tuple(classes_of(name, HEADS)) or ("?",) for name in names]
        self._views = ["next" if AHEAD.search(name) else "back" if BACK.search(name) else "-" for name in names]
        self._papers = sorts_of(text)
        self._report = ("mixed" if "plan" in self._papers else "report") if "report" in self._papers else "-"
        self._total = sums.of(_in_section)
        self._known: dict[tuple[tuple[int, ...], str, bool], Total] = {}

    def column(
        self, pieces: list[str], shapes: list[Shape], signs: list[int], paths: list[tuple[int, ...]]
    ) -> list[Total]:
        known = self._known
        result: list[Total] = []
        for piece, shape, sign, path in zip(pieces, shapes, signs, paths, strict=True):
            key = path, shape.kind, bool(sign & STANDING) or "负责" in piece
            if key not in known:
                known[key] = self._total(self._papers, *self._read(path), *key[1:])
            result.append(known[key])
        return result

    def _read(self, path: tuple[int, ...]) -> tuple[Group, Group, str]:
        """(what the inner and the outer heading are about, whether this part looks back or ahead)."""
        if not path:
            return ((), (), self._report) if self._heads else (("flat",), (), self._report)
        seen = {self._views[i] for i in path}
        view = "next" if "next" in seen else "back" if "back" in seen else self._report
        return self._heads[path[-1]], self._heads[path[0]], view


def _in_section(papers: Group, inner: Group, outer: Group, view: str, kind: str, standing: bool) -> Group:
    features = ["d:" + name for name in papers]
    features += ["x:" + name for name in inner or "-"]
    features += ["z:" + name for name in outer]
    features += [f"kx:{name}_{kind}" for name in inner or "-"]
    return (*features, "r:" + view, f"rk:{view}_{kind}", f"rs:{view}{standing}")


def _words(hits: list[Hit], size: int) -> set[str]:
    """Words and their classes: anywhere, at the end, at the beginning (past adverbs)."""
    names: set[str] = set().union(*[word.anywhere for _, word in hits])
    for last, word in reversed(hits):
        if last + 1 != size:
            break
        names.update(word.ending)
    longest_at = {last + 1 - word.length: (last + 1, word) for last, word in hits if word.length}
    position = 0
    for _ in range(5):
        first = longest_at.get(position)
        if first is None:
            names.add("s:-")
            break
        position, word = first
        if not word.passed:
            names.update(word.beginning)
            break
    return names


def _look(piece: str, separator: str) -> Group:
    """Length, first and last characters, what stands after it."""
    length = len(piece)
    return _LENGTHS[length if length < 41 else 41], "p:" + piece[:2], "q:" + piece[-2:], "t:" + separator


def _echo_column(words: list[set[str]], edges: list[int], sums: Sums[Total]) -> list[Total]:
    """The words of the clause before, where it stands in the same paragraph."""
    follows = [edge != PARAGRAPH for edge in edges[1:-1]]
    echoes = [sums.echoes(own) if goes_on else sums.nothing for own, goes_on in zip(words[:-1], follows, strict=True)]
    return [sums.nothing, *echoes] if words else []


def _place_column(clauses: list[Clause], edges: list[int], outline: Outline, sums: Sums[Total]) -> list[Total]:
    """Where a clause stands: list mark, heading, first or last of its sentence."""
    placed = sums.of(_placed)
    opening = outline.headings[0].first if outline.headings else 0
    before = "^"
    result: list[Total] = []
    for i, clause in enumerate(clauses):
        mark, number = clause.mark, outline.heading[i]
        style = mark.style if mark else ""
        inline = outline.headings[number].inline if number >= 0 else None
        result.append(placed(before, edges[i], edges[i + 1], style, inline, i < opening))
        before = clause.sep
    return result


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


def _kind_column(shapes: list[Shape], edges: list[int], sums: Sums[Total]) -> list[Total]:
    """The kind of a clause, alone and with those of its neighbours in the paragraph."""
    total = sums.of(_kinds)
    around = ["^", *[shape.kind for shape in shapes], "$"]
    result: list[Total] = []
    for i, shape in enumerate(shapes):
        begins, ends = edges[i], edges[i + 1]
        before = "^|" if begins == PARAGRAPH else around[i]
        after = "$" if ends == PARAGRAPH else around[i + 2]
        result.append(total(shape, before, begins == SENTENCE, after, ends == SENTENCE))
    return result


def _kinds(shape: Shape, before: str, ended: bool, after: str, ends: bool) -> Group:
    kind, before, after = shape.kind, before + "|" * ended, after + "|" * ends
    features = ("k0:" + kind, f"k1:{shape.verb}{shape.abstract}", f"kb:{before}_{kind}", f"ka:{kind}_{after}")
    both = f"kt:{before}_{kind}_{after}"
    return (*features, both, "k0:owned") if shape.owned else (*features, both)


def _gap_column(
    clauses: list[Clause],
    pieces: list[str],
    pairs: list[list[str]],
    shapes: list[Shape],
    edges: list[int],
    sums: Sums[Total],
) -> list[Total]:
    """How a clause hangs together with the one before it, where no more than a comma or a colon parts them."""
    total = sums.of(_gap)
    result = [sums.nothing] * len(clauses)
    for i in range(1, len(clauses)):
        if edges[i] != PARAGRAPH and clauses[i - 1].sep in _JOINED:
            shared = {*pairs[i - 1]}.intersection(pairs[i])
            number = len(shared - _COMMON) if shared else 0
            result[i] = total(*_between(pieces[i - 1], pieces[i], shapes[i - 1], shapes[i], number))
    return result


def _between(
    before: str, own: str, last: Shape, shape: Shape, shared: int
) -> tuple[int, str, str, bool, int, bool, int]:
    """What _gap asks of two clauses that share so many pairs of letters."""
    size = len(own)
    gap = size - len(before)
    return (
        shared if shared < 3 else 3,
        ("=" if -2 <= gap <= 2 else "+" if gap > 0 else "-") + ("s" if size < 9 else "m" if size < 16 else "l"),
        ("=" if shape.verb == last.verb else "") + shape.verb,
        own[0] == "并" or own[0] == "同",
        (2 if last.owned or before[0] == "各" else 1) if shape.owned or own[0] == "各" else 0,
        own[-1] == before[-1] or own[0] == before[0],
        0 if _DIGITS.isdisjoint(own) else 1 if _DIGITS.isdisjoint(before) else 2,
    )


def _gap(shared: int, length: str, verb: str, join: bool, owned: int, parallel: bool, number: int) -> Group:
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
