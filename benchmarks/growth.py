"""Work that must not grow faster than its data, each against a part of the same data; and the cost of importing the reader."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import Figure

ROOT = Path(__file__).resolve().parents[1]
UNIT = "一、各镇街要抓好环境卫生，（做到“日产日清”），于２０２６年６月底前完成。\n为巩固成果，结合实际，现通知如下：\n"
LINE = "各街道要清理楼道，由区城管局牵头，区住建局配合，每月底将进展报区创卫办。（责任单位：区城管局）\n"


def _best(action: Callable[[], object], runs: int = 4) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times)


def cleaning() -> list[Figure]:
    from weicheng.engines.reader.script import clean

    small, large = UNIT * 40, UNIT * 4000
    clean(small)
    note = "us a character at 220,000 against 2,200 characters"
    each = [_best(lambda text=text: clean(text)) / len(text) * 1e6 for text in (large, small)]  # type: ignore[misc]
    return [Figure("growth.cleaning", each[0], each[1], note=note)]


def owners() -> list[Figure]:
    from weicheng.engines.reader.owners import OwnerReader

    small, large = LINE * 60, LINE * 6000
    OwnerReader(small)
    note = "us a character at 280,000 against 2,800 characters"
    each = [_best(lambda text=text: OwnerReader(text), 2) / len(text) * 1e6 for text in (large, small)]  # type: ignore[misc]
    return [Figure("growth.owners", each[0], each[1], note=note)]


def importing() -> list[Figure]:
    """Starting Python with the reader against starting it with nothing."""
    each = [
        _best(lambda code=code: subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True))  # type: ignore[misc]
        for code in ("import weicheng.engines.reader.reading", "pass")
    ]
    return [
        Figure(
            "growth.import, s", each[0] - each[1], 1.0, note="wanted under a second; a bare interpreter is taken off"
        )
    ]


def likeness() -> list[Figure]:
    """Proposals for 150 rows among 3,000 against comparing each with all."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weicheng.config.settings")
    from weicheng.work.plans.similarity import Index, Subject, likeness

    pick = random.Random(5)
    verbs, places, things = (
        ("新建", "改造", "整治", "清理"),
        ("城区", "背街小巷", "农贸市场"),
        ("公厕", "管网", "广告", "路灯"),
    )
    subjects = [
        Subject(n, f"{pick.choice(verbs)}{pick.choice(places)}{pick.choice(things)}{n % 97}处", "", frozenset({n % 40}))
        for n in range(3000)
    ]
    index = Index(subjects)
    own = _best(lambda: [index.like(subject, 0.62) for subject in subjects[:150]], 2)
    plain = _best(lambda: [[likeness(one, other) for other in subjects] for one in subjects[:150]], 1)
    return [Figure("growth.likeness, s", own, plain, note="150 rows among 3,000: index against comparing all")]


BENCHMARKS = {
    "growth.cleaning": cleaning,
    "growth.owners": owners,
    "growth.import": importing,
    "growth.likeness": likeness,
}
