"""The reader: speed against a plain segmentation, growth with length, quality on annotated papers.

Papers and scorer of ``../shared/gold`` are read when they stand beside the project; the fictional corpus is always there.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import rjieba

from benchmarks import Absent, Figure
from weicheng.engines.reader import open_document, read_document, read_text
from weicheng.engines.reader.output import to_jsonl

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
CORPUS = ROOT / "weicheng" / "engines" / "reader" / "corpus"
SHORT, LONG, RUNS = 3_000, 300_000, 5
WANTED_F1 = 0.80


def _papers() -> list[str]:
    """Texts of the fictional corpus."""
    return [file.read_text(encoding="utf-8") for file in sorted((CORPUS / "docs").glob("*.txt"))]


def _best(action: Callable[[], object], runs: int = RUNS) -> float:
    """Least time of some runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def _long(size: int) -> str:
    """A text of ``size`` characters made of whole papers, each with other figures and names than before."""
    papers, pieces, length, turn = _papers(), [], 0, 0
    while length < size:
        paper = papers[turn % len(papers)]
        piece = paper.translate({ord(c): "市县区镇"[("市县区镇".index(c) + turn) % 4] for c in "市县区镇"}) + "\n"
        pieces.append(piece)
        length += len(piece)
        turn += 1
    return "".join(pieces)[:size]


def _each_best(actions: Sequence[Callable[[], object]], runs: int = RUNS) -> list[float]:
    """Least time of each action, in seconds; they take turns, so that a busy moment of the machine hits all alike."""
    for action in actions:
        action()
    return [min(times) for times in zip(*([_best(a, 1) for a in actions] for _ in range(runs)), strict=True)]


def speed() -> list[Figure]:
    """Reading against rjieba on the same text, papers one by one and all in one, each best of some runs in turn."""
    papers = _papers()
    text = "\n".join(papers)
    own, plain = 0.0, 0.0
    for paper in papers:
        read, cut = _each_best([partial(read_text, paper), partial(_segmented, paper)])
        own, plain = own + read, plain + cut
    whole, whole_plain = _each_best([partial(read_text, text), partial(_segmented, text)])
    note = f"{len(papers)} papers, {len(text)} characters; wanted at most 60 times"
    return [
        Figure("reader.speed papers, s", own, plain, note=note),
        Figure("reader.speed one text, s", whole, whole_plain, note=note),
    ]


def _segmented(text: str) -> list[str]:
    return list(rjieba.cut(text))


def linear() -> list[Figure]:
    """Microseconds a character at 300,000 characters against those at 3,000."""
    long = _long(LONG)
    starts = range(0, 30_000, SHORT)
    read_text(long[:SHORT])
    short = _best(lambda: [read_text(long[s : s + SHORT]) for s in starts], 3) / (len(starts) * SHORT) * 1e6
    large = _best(lambda: read_text(long), 2) / LONG * 1e6
    return [
        Figure("reader.linear, us/char", large, short, note=f"{LONG} against {SHORT} characters; wanted at most 1.5")
    ]


def gold() -> list[Figure]:
    """The reader as it comes on the shared papers (its models have seen them: a fit, not a forecast)."""
    if not GOLD.exists():
        raise Absent("../shared/gold is not there")
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted((GOLD / "docs").glob("*.txt")):
            answer = to_jsonl(read_document(open_document(file)))
            (Path(folder) / f"{file.stem}.jsonl").write_text(answer, encoding="utf-8")
        return _scored("reader.gold", Path(folder), "shared papers, which the models have seen")


def lodo() -> list[Figure]:
    """The same papers, each read by models trained on all others."""
    if not GOLD.exists():
        raise Absent("../shared/gold is not there")
    try:
        import pycrfsuite  # noqa: F401
    except ImportError as error:
        raise Absent("python-crfsuite is not installed") from error
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "weicheng.engines.reader.training.train", "--data", str(GOLD), "--out", folder]
        subprocess.run([*command, "--folds", "12", "--only-data"], cwd=ROOT, check=True, capture_output=True)
        return _scored("reader.lodo", Path(folder), "each paper read by models that have not seen it")


def _scored(name: str, answers: Path, note: str) -> list[Figure]:
    """The figures of the shared scorer."""
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD), str(answers), "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rows = found["total"]["rows"]
    counts = f"{note}; {rows['gold']} rows, {rows['predicted']} found"
    figures = [Figure(f"{name} rows F1", rows["f1"], WANTED_F1, note=counts)]
    figures += [
        Figure(f"{name} {field} F1", value["f1"], None) for field, value in found["total"].items() if field != "rows"
    ]
    figures += [Figure(f"{name} {field} F1, matched", value["f1"], None) for field, value in found["matched"].items()]
    return [*figures, Figure(f"{name} AUC", found["auc"], 0.70), Figure(f"{name} titles", found["titles"], 0.95)]


BENCHMARKS = {"reader.speed": speed, "reader.linear": linear, "reader.gold": gold, "reader.lodo": lodo}
