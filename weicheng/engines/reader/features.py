"""What the row model sees of a clause: names of general properties, no text of the paper beyond four characters."""

from weicheng.engines.reader.clause_kinds import Shape, shape_of
from weicheng.engines.reader.lexicon import CLASSES, HEADS, PAPERS, classes_of, clause_words
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.sentences import Clause

_LENGTHS = (4, 6, 9, 13, 18, 26, 40)
_PASS = {"manner", "join", "we", "each", "modal", "time", "rhythm"}
_ACTIONS = {"meet", "found", "draft", "build", "clean", "check", "punish", "reward", "teach", "report", "hold", "weak"}
_SHARED = {"c", "s", "h", "l", "t", "k"}  # kinds of features that a clause also sees of its neighbours


def clause_features(text: str, clauses: list[Clause], outline: Outline) -> list[list[str]]:
    """Features of each clause, in order, without those of its neighbours."""
    hits = _hits(text, clauses)
    paper = _paper_features(text, clauses, hits)
    shapes = [shape_of(text[c.start : c.end]) for c in clauses]
    heads = [_head_features(text[h.start : h.end]) for h in outline.headings]
    result: list[list[str]] = []
    for i, clause in enumerate(clauses):
        features = _own(text, clause, hits[i])
        features += _place(clauses, i, outline)
        path = outline.path[i]
        if path:
            features += ["x:" + name for name in heads[path[-1]]]
            features += ["z:" + name for name in heads[path[0]]]
        else:
            features.append("x:-")
        features += _shape_features(shapes, clauses, i, heads[path[-1]] if path else ["-"], paper)
        features += paper
        result.append(features)
    return result


def with_context(features: list[list[str]]) -> list[list[str]]:
    """Each clause's features with those it shares of the clause before ("<") and after (">")."""
    shared = [[f for f in own if f[0] in _SHARED and f[1] in ":01"] for own in features]
    joined = []
    for i, own in enumerate(features):
        both = list(own)
        if i:
            both += ["<" + f for f in shared[i - 1]]
        if i + 1 < len(features):
            both += [">" + f for f in shared[i + 1]]
        joined.append(both)
    return joined


def _hits(text: str, clauses: list[Clause]) -> list[list[tuple[int, int, str, tuple[str, ...]]]]:
    """Lexicon words inside each clause: (start, end, word, classes), by end."""
    found: list[list[tuple[int, int, str, tuple[str, ...]]]] = [[] for _ in clauses]
    number, count = 0, len(clauses)
    for last, (length, word, classes) in clause_words().iter(text):
        while number < count and clauses[number].end <= last:
            number += 1
        if number == count:
            break
        start = last + 1 - length
        if start >= clauses[number].start:
            found[number].append((start, last + 1, word, classes))
    return found


def _own(text: str, clause: Clause, hits: list[tuple[int, int, str, tuple[str, ...]]]) -> list[str]:
    start, end = clause.start, clause.end
    names: set[str] = set()
    at: dict[int, tuple[int, tuple[str, ...], str]] = {}
    for left, right, word, classes in hits:
        for name in classes:
            names.add("c:" + name)
        if len(word) <= 4:
            names.add("w:" + word)
        if left not in at or right > at[left][0]:
            at[left] = (right, classes, word)
        if right == end:
            for name in classes:
                names.add("e:" + name)
    position, step = start, 0
    while position in at and step < 4:
        right, classes, word = at[position]
        if not _PASS.isdisjoint(classes) and _ACTIONS.isdisjoint(classes):
            names.update("s0:" + name for name in classes)
            position, step = right, step + 1
            continue
        names.update("s1:" + name for name in classes)
        names.add("v:" + word[:4])
        break
    else:
        names.add("s1:-")
    for left in sorted(at):
        right, classes, word = at[left]
        if not _ACTIONS.isdisjoint(classes):
            names.add("a:" + word[:4])
            break
    features = list(names)
    length = end - start
    features.append("l:" + str(sum(length > bound for bound in _LENGTHS)))
    features.append("p:" + text[start : start + 2])
    features.append("q:" + text[end - 2 : end])
    features.append("t:" + clause.sep)
    digits = any(c.isdigit() for c in text[start:end])
    if digits:
        features.append("num")
    return features


def _place(clauses: list[Clause], i: int, outline: Outline) -> list[str]:
    clause, features = clauses[i], []
    before = clauses[i - 1] if i else None
    after = clauses[i + 1] if i + 1 < len(clauses) else None
    features.append("y:" + (before.sep if before is not None else "^"))
    if clause.mark is not None:
        features.append("m:" + clause.mark.style)
    if outline.heading[i] >= 0:
        features.append("h:inline" if outline.headings[outline.heading[i]].inline else "h:line")
    first = before is None or before.sentence != clause.sentence or before.paragraph != clause.paragraph
    last = after is None or after.sentence != clause.sentence or after.paragraph != clause.paragraph
    features.append("o:" + ("1" if first else "0") + ("1" if last else "0"))
    if before is None or before.paragraph != clause.paragraph:
        features.append("o:p")
    if not outline.headings or i < outline.headings[0].first:
        features.append("o:pre")
    return features


def _shape_features(shapes: list[Shape], clauses: list[Clause], i: int, head: list[str], paper: list[str]) -> list[str]:
    """The kind of the clause with that of its neighbours, of its section and of the paper."""
    own = shapes[i]
    clause = clauses[i]
    joined = i > 0 and clauses[i - 1].paragraph == clause.paragraph
    before = shapes[i - 1].kind if joined else "^"
    same = joined and clauses[i - 1].sentence == clause.sentence
    after = "$"
    if i + 1 < len(clauses) and clauses[i + 1].paragraph == clause.paragraph:
        after = shapes[i + 1].kind + ("" if clauses[i + 1].sentence == clause.sentence else "|")
    before += "" if same else "|"
    kind = own.kind
    features = [
        "k0:" + kind,
        "k1:" + own.verb + ("+" if own.abstract else ""),
        "kb:" + before + "_" + kind,
        "ka:" + kind + "_" + after,
    ]
    features += ["kt:" + before + "_" + kind + "_" + after]
    features += ["kx:" + name + "_" + kind for name in head]
    features += ["kd:" + name[2:] + "_" + kind for name in paper if name[2:] in PAPERS]
    if own.owned:
        features.append("k0:owned")
    short = clause.end - clause.start <= 8
    if same:
        last = clauses[i - 1]
        features.append(
            "kl:"
            + str(int(last.end - last.start <= 8))
            + str(int(short))
            + last.sep
            + ("=" if shapes[i - 1].verb == own.verb else "")
        )
    return features


def _head_features(heading: str) -> list[str]:
    return classes_of(heading, HEADS) or ["?"]


def _paper_features(
    text: str, clauses: list[Clause], hits: list[list[tuple[int, int, str, tuple[str, ...]]]]
) -> list[str]:
    kinds = ["d:" + name for name in classes_of(text[:160], PAPERS)]
    past = sum(any("past" in classes for *_, classes in found) for found in hits)
    modal = sum(any("modal" in classes for *_, classes in found) for found in hits)
    total = max(len(clauses), 1)
    kinds.append("d:past" + str(min(int(past / total * 20), 6)))
    kinds.append("d:modal" + str(min(int(modal / total * 20), 6)))
    return kinds


assert set(HEADS) and set(CLASSES)
