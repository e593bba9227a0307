"""The ledger of a large city beside that of a small one: server time of the first pages, and the export."""

import json
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks import Figure

SMALL, LARGE = (1_000, 10_000), (100_000, 1_000_000)  # tasks, progress entries; 300 units
WORDS = {
    "ledger": "first page of the ledger",
    "unit": "unit page (mine)",
    "unit_ledger": "a unit's ledger",
    "leader": "leader page",
    "home": "home page of the office",
}


def _world(tasks: int, entries: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="weicheng-bench-") as home:
        command = [sys.executable, "-m", "benchmarks._ledger_world", str(tasks), str(entries), home]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def growth() -> list[Figure]:
    """Seconds of a page with 100,000 tasks against the same with 1,000; wanted at most 2 times."""
    small, large = _world(*SMALL), _world(*LARGE)
    figures = []
    for page, word in WORDS.items():
        (slow, queries), (quick, few) = large["pages"][page], small["pages"][page]
        note = f"{LARGE[0]:,} against {SMALL[0]:,} tasks; {queries:.0f} and {few:.0f} queries"
        figures.append(Figure(f"ledger.{page}, s", slow, quick, note=f"{word}: {note}"))
    out = large["export"]
    note = f"{out['rows']:,} rows, {out['bytes'] / 1e6:.1f} MB; wanted at most 1.5 times a bare xlsxwriter dump"
    figures.append(Figure("ledger.export, s", out["full"], out["bare"], note=note))
    few = small["export"]
    note = f"most memory held by Python, MB, at {out['rows']:,} against {few['rows']:,} rows"
    figures.append(Figure("ledger.export memory", out["peak"] / 1e6, few["peak"] / 1e6, note=note))
    return figures


BENCHMARKS = {"ledger.growth": growth}
