"""What the row model sees of a clause: names of general properties, no text of the paper beyond four characters."""

from weicheng.engines.reader.clause_kinds import Shape, shape_of
from weicheng.engines.reader.lexicon import AHEAD, BACK, HEADS, PAPERS, classes_of, clause_words
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.sentences import Clause

_LENGTHS = (4, 6, 9, 13, 18, 26, 40)
_PASS = {"manner", "join", "we", "each", "modal", "time", "rhythm"}
_ACTIONS = {"meet", "found", "draft", "build", "clean", "check", "punish", "reward", "teach", "report", "hold", "weak"}
_HEADLESS = ["-"]
_COMMON = {
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
}
Hit = tuple[int, int, str, tuple[str, ...]]


def clause_features(text: str, clauses: list[Clause], outline: Outline) -> list[list[str]]:
    """Features of each clause, in order, without those of its neighbours."""
    hits = _hits(text, clauses)
    pieces = [text[c.start : c.end] for c in clauses]
    shapes = [shape_of(piece) for piece in pieces]
    paper = ["d:" + name for name in classes_of(_titles(text), PAPERS)]
    views = [_view(text[h.start : h.end]) for h in outline.headings]
    heads = [classes_of(text[h.start : h.end], HEADS) or ["?"] for h in outline.headings]
    tells = _telling(text, clauses, shapes)
    spread = _spread(clauses, shapes)
    result: list[list[str]] = []
    for i, clause in enumerate(clauses):
        path = outline.path[i]
        features = _own(text, clause, hits[i])
        features += _place(clauses, i, outline)
        standing = any("rhythm" in h[3] or "modal" in h[3] for h in hits[i]) or "负责" in pieces[i]
        features += _sections(path, heads, views, paper, shapes[i].kind, standing)
        features += _kinds(shapes, clauses, i, heads[path[-1]] if path else _HEADLESS, paper)
        features += _gap(clauses, shapes, pieces, i)
        features += spread[i]
        features += tells[clause.paragraph]
        features += paper
        result.append(features)
    return result


def _hits(text: str, clauses: list[Clause]) -> list[list[Hit]]:
    """Lexicon words inside each clause: (start, end, word, classes), by end."""
    found: list[list[Hit]] = [[] for _ in clauses]
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


def _own(text: str, clause: Clause, hits: list[Hit]) -> list[str]:
    """Words and their classes: anywhere, at the beginning (past adverbs and owners), at the end."""
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
    return features


def _place(clauses: list[Clause], i: int, outline: Outline) -> list[str]:
    """Where the clause stands: list mark, heading, first or last of its sentence."""
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


def _sections(
    path: tuple[int, ...], heads: list[list[str]], views: list[str], paper: list[str], kind: str, standing: bool
) -> list[str]:
    """What the headings above are about; whether this is the part of a report that looks back."""
    report = "report" if "d:report" in paper and "d:plan" not in paper else "-"
    if not path:
        return ["x:-", "r:" + report, f"rk:{report}_{kind}", f"rs:{report}{int(standing)}"]
    features = ["x:" + name for name in heads[path[-1]]]
    features += ["z:" + name for name in heads[path[0]]]
    seen = {views[i] for i in path}
    view = "next" if "next" in seen else "back" if "back" in seen else report
    return [*features, "r:" + view, f"rk:{view}_{kind}", f"rs:{view}{int(standing)}"]


def _titles(text: str) -> str:
    """The lines at the top that may be the paper's title."""
    lines = [line.strip() for line in text[:300].split("\n")[:5]]
    return "\n".join(line[:60] for line in lines if "。" not in line[:60])


def _view(heading: str) -> str:
    """Whether a part looks back or ahead, by its heading."""
    return "next" if AHEAD.search(heading) else "back" if BACK.search(heading) else "-"


def _telling(text: str, clauses: list[Clause], shapes: list[Shape]) -> dict[int, list[str]]:
    """For each paragraph: how much of it tells the past, how much of it demands."""
    counts: dict[int, list[int]] = {}
    for clause, shape in zip(clauses, shapes, strict=True):
        row = counts.setdefault(clause.paragraph, [0, 0, 0])
        row[0] += 1
        row[1] += shape.kind in ("past", "copula")
        row[2] += text[clause.start] in "要应须请"
    return {
        paragraph: ["b:past" + str(min(3, int(past / total * 8))), "b:must" + str(min(2, int(must / total * 8)))]
        for paragraph, (total, past, must) in counts.items()
    }


def _spread(clauses: list[Clause], shapes: list[Shape]) -> list[list[str]]:
    """The clause's place in its sentence, and how many actions the sentence holds."""
    result: list[list[str]] = []
    first = 0
    for i in range(1, len(clauses) + 1):
        if (
            i < len(clauses)
            and clauses[i].sentence == clauses[first].sentence
            and clauses[i].paragraph == clauses[first].paragraph
        ):
            continue
        acts = sum(shapes[j].kind.startswith(("act", "ba", "late", "often", "forbid")) for j in range(first, i))
        size = i - first
        for j in range(first, i):
            result.append(
                [
                    "n:" + str(min(j - first, 4)),
                    "u:" + str(min(size, 8) // 2) + str(min(acts, 6) // 2),
                    "j:" + str(min(i - 1 - j, 3)),
                ]
            )
        first = i
    return result


def _gap(clauses: list[Clause], shapes: list[Shape], pieces: list[str], i: int) -> list[str]:
    """How the clause hangs together with the one before it."""
    if i == 0 or clauses[i - 1].paragraph != clauses[i].paragraph or clauses[i - 1].sep not in ",:":
        return []
    before, own = pieces[i - 1], pieces[i]
    shared = {before[j : j + 2] for j in range(len(before) - 1)} & {
        own[j : j + 2] for j in range(len(own) - 1)
    } - _COMMON
    features = ["g:ov" + str(min(len(shared), 3))]
    if own[0] in "并同":
        features.append("g:join")
    if shapes[i].owned or own[0] == "各":
        features.append("g:own" + ("2" if shapes[i - 1].owned or before[0] == "各" else "1"))
    if own[-1] == before[-1] or own[0] == before[0]:
        features.append("g:par")
    gap = len(own) - len(before)
    features.append(
        "g:len"
        + ("=" if abs(gap) <= 2 else "+" if gap > 0 else "-")
        + ("s" if len(own) < 9 else "m" if len(own) < 16 else "l")
    )
    features.append("g:v" + ("=" if shapes[i].verb == shapes[i - 1].verb else "") + shapes[i].verb)
    if any(c.isdigit() for c in own):
        features.append("g:num" + ("2" if any(c.isdigit() for c in before) else "1"))
    return features


def _kinds(shapes: list[Shape], clauses: list[Clause], i: int, head: list[str], paper: list[str]) -> list[str]:
    """The kind of the clause with that of its neighbours, of its section and of the paper."""
    own, clause = shapes[i], clauses[i]
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
    features.append("kt:" + before + "_" + kind + "_" + after)
    features += ["kx:" + name + "_" + kind for name in head]
    features += ["kd:" + name[2:] + "_" + kind for name in paper]
    if own.owned:
        features.append("k0:owned")
    return features
