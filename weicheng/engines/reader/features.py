"""What the row model sees of a clause: names of general properties, no text of the paper beyond four characters.

One pass over the clauses; the names are short because there are some thirty for each: w word, c class of a word, s first
word's class, e last word's class, p and q first and last two characters, l length, t and y separator after and before, m list mark,
h heading, o, n, u and j place in sentence, k kind (alone, with the kind before, after, with the section), x and z what the inner and
the outer heading are about, r whether the part looks back, d sort of paper, g how it hangs together with the clause before.
"""

from itertools import pairwise

from weicheng.engines.reader.clause_kinds import Shape, shape_of
from weicheng.engines.reader.lexicon import AHEAD, BACK, HEADS, PAPERS, Word, classes_of, clause_words
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.sentences import Clause

_LENGTHS = tuple("l:" + str(sum(length > bound for bound in (4, 6, 9, 13, 18, 26, 40))) for length in range(42))
_COMMON = frozenset(
    tuple(word)
    for word in [
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
_DOING = ("act", "ba", "late", "often", "forbid")
Hit = tuple[int, int, Word]


def clause_features(text: str, clauses: list[Clause], outline: Outline) -> list[list[str]]:
    """Features of each clause, in order."""
    pieces = [text[c.start : c.end] for c in clauses]
    hits = _hits(text, clauses)
    shapes = [shape_of(piece, any(word.attitude for *_, word in own)) for piece, own in zip(pieces, hits, strict=True)]
    pairs = [{*pairwise(piece)} for piece in pieces]
    paper = ["d:" + name for name in classes_of(_titles(text), PAPERS)]
    report = "report" if "d:report" in paper and "d:plan" not in paper else "-"
    sections = _Sections(text, outline, report)
    spread = _spread(clauses, shapes)
    result: list[list[str]] = []
    for i, clause in enumerate(clauses):
        features, standing = _own(clause, pieces[i], hits[i])
        features += _place(clauses, i, outline)
        features += paper
        features += spread[i]
        part, view, inner = sections.of(outline.path[i])
        features += part
        features += _kinds(shapes, clauses, i)
        kind = shapes[i].kind
        features.append(f"rk:{view}_{kind}")
        features += [f"kx:{name}_{kind}" for name in inner]
        features.append(f"rs:{view}{standing or '负责' in pieces[i]}")
        if i and clauses[i - 1].paragraph == clause.paragraph and clauses[i - 1].sep in ",:":
            shared = len((pairs[i - 1] & pairs[i]) - _COMMON)
            features += _gap(pieces[i - 1], pieces[i], shapes[i - 1], shapes[i], shared)
        result.append(features)
    return result


def _titles(text: str) -> str:
    """The lines at the top that may be the paper's title."""
    lines = [line.strip() for line in text[:300].split("\n")[:5]]
    return "\n".join(line[:60] for line in lines if "。" not in line[:60])


class _Sections:
    """What the headings above a clause say, kept for each path."""

    def __init__(self, text: str, outline: Outline, report: str) -> None:
        names = [text[h.start : h.end] for h in outline.headings]
        self._heads = [classes_of(name, HEADS) or ["?"] for name in names]
        self._views = ["next" if AHEAD.search(name) else "back" if BACK.search(name) else "-" for name in names]
        self._report = report
        self._known: dict[tuple[int, ...], tuple[list[str], str, list[str]]] = {}

    def of(self, path: tuple[int, ...]) -> tuple[list[str], str, list[str]]:
        """(features, whether this part looks back or ahead, what the inner heading is about)."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._read(path)
        return known

    def _read(self, path: tuple[int, ...]) -> tuple[list[str], str, list[str]]:
        if not path:
            return ["x:-", "r:" + self._report], self._report, ["-"]
        seen = {self._views[i] for i in path}
        view = "next" if "next" in seen else "back" if "back" in seen else self._report
        inner, outer = self._heads[path[-1]], self._heads[path[0]]
        return ["x:" + n for n in inner] + ["z:" + n for n in outer] + ["r:" + view], view, inner


def _hits(text: str, clauses: list[Clause]) -> list[list[Hit]]:
    """Lexicon words inside each clause: (start, end, word), by end."""
    found: list[list[Hit]] = [[] for _ in clauses]
    if not clauses:
        return found
    number, count = 0, len(clauses)
    left, right, here = clauses[0].start, clauses[0].end, found[0]
    for last, word in clause_words().iter(text):
        while right <= last:
            number += 1
            if number == count:
                return found
            clause = clauses[number]
            left, right, here = clause.start, clause.end, found[number]
        start = last + 1 - word.length
        if start >= left:
            here.append((start, last + 1, word))
    return found


def _own(clause: Clause, piece: str, hits: list[Hit]) -> tuple[list[str], bool]:
    """Words and their classes: anywhere, at the beginning (past adverbs), at the end; whether it tells of a standing duty."""
    names: set[str] = set()
    at: dict[int, tuple[int, Word]] = {}
    standing = False
    for left, right, word in hits:
        names.update(word.anywhere)
        if word.standing:
            standing = True
        if left not in at or right > at[left][0]:
            at[left] = (right, word)
        if right == clause.end:
            names.update(word.ending)
    position = clause.start
    for _ in range(5):
        first = at.get(position)
        if first is None:
            names.add("s:-")
            break
        if not first[1].passed:
            names.update(first[1].beginning)
            break
        position = first[0]
    features = list(names)
    features.append(_LENGTHS[min(clause.end - clause.start, 41)])
    features.append("p:" + piece[:2])
    features.append("q:" + piece[-2:])
    features.append("t:" + clause.sep)
    return features, standing


def _place(clauses: list[Clause], i: int, outline: Outline) -> list[str]:
    """Where the clause stands: list mark, heading, first or last of its sentence."""
    clause = clauses[i]
    if i:
        before = clauses[i - 1]
        features = ["y:" + before.sep]
        first = before.sentence != clause.sentence or before.paragraph != clause.paragraph
        if before.paragraph != clause.paragraph:
            features.append("o:p")
    else:
        features, first = ["y:^", "o:p"], True
    last = (
        i + 1 == len(clauses)
        or clauses[i + 1].sentence != clause.sentence
        or clauses[i + 1].paragraph != clause.paragraph
    )
    features.append(("o:11" if last else "o:10") if first else ("o:01" if last else "o:00"))
    if clause.mark is not None:
        features.append("m:" + clause.mark.style)
    number = outline.heading[i]
    if number >= 0:
        features.append("h:inline" if outline.headings[number].inline else "h:line")
    if not outline.headings or i < outline.headings[0].first:
        features.append("o:pre")
    return features


def _spread(clauses: list[Clause], shapes: list[Shape]) -> list[tuple[str, str, str]]:
    """The clause's place in its sentence from both ends, and how many clauses and actions the sentence holds."""
    result: list[tuple[str, str, str]] = []
    first, count = 0, len(clauses)
    for i in range(1, count + 1):
        if (
            i < count
            and clauses[i].sentence == clauses[first].sentence
            and clauses[i].paragraph == clauses[first].paragraph
        ):
            continue
        acts = sum(shapes[j].kind.startswith(_DOING) for j in range(first, i))
        size = f"u:{min(i - first, 8) // 2}{min(acts, 6) // 2}"
        result += [(f"n:{min(j - first, 4)}", size, f"j:{min(i - 1 - j, 3)}") for j in range(first, i)]
        first = i
    return result if clauses else []


def _kinds(shapes: list[Shape], clauses: list[Clause], i: int) -> list[str]:
    """The kind of the clause, alone and with those of its neighbours in the paragraph."""
    own, clause = shapes[i], clauses[i]
    before, after = "^|", "$"
    if i and clauses[i - 1].paragraph == clause.paragraph:
        before = shapes[i - 1].kind + ("" if clauses[i - 1].sentence == clause.sentence else "|")
    if i + 1 < len(clauses) and clauses[i + 1].paragraph == clause.paragraph:
        after = shapes[i + 1].kind + ("" if clauses[i + 1].sentence == clause.sentence else "|")
    kind = own.kind
    features = ["k0:" + kind, f"k1:{own.verb}{own.abstract}", f"kb:{before}_{kind}", f"ka:{kind}_{after}"]
    features.append(f"kt:{before}_{kind}_{after}")
    if own.owned:
        features.append("k0:owned")
    return features


def _gap(before: str, own: str, last: Shape, shape: Shape, shared: int) -> list[str]:
    """How the clause hangs together with the one before it, with which it shares so many pairs of characters."""
    gap = len(own) - len(before)
    features = [
        "g:ov" + str(min(shared, 3)),
        "g:len"
        + ("=" if -2 <= gap <= 2 else "+" if gap > 0 else "-")
        + ("s" if len(own) < 9 else "m" if len(own) < 16 else "l"),
        "g:v" + ("=" if shape.verb == last.verb else "") + shape.verb,
    ]
    if own[0] in "并同":
        features.append("g:join")
    if shape.owned or own[0] == "各":
        features.append("g:own2" if last.owned or before[0] == "各" else "g:own1")
    if own[-1] == before[-1] or own[0] == before[0]:
        features.append("g:par")
    if not _DIGITS.isdisjoint(own):
        features.append("g:num2" if not _DIGITS.isdisjoint(before) else "g:num1")
    return features
