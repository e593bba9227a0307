"""The library of a large city beside one of a hundredth of it: its list, its searches, and each search beside a bare LIKE."""

import json
import subprocess
import sys
from typing import Any

from benchmarks import Figure, fresh_home

SMALL, LARGE = 500, 50_000


def _world(files: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks._search_world", str(files), str(fresh_home())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def growth() -> list[Figure]:
    """Seconds of a page, and of a search alone, at 50,000 files."""
    small, large = _world(SMALL), _world(LARGE)
    figures = []
    for page, (slow, queries) in large["pages"].items():
        quick, few = small["pages"][page]
        note = f"{LARGE:,} against {SMALL:,} files; {queries} and {few} queries"
        figures.append(Figure(f"search.{page}, s", slow, quick, note=note))
    for name, (ours, like, number) in large["like"].items():
        note = f"{number:,} of {LARGE:,} files found, against a bare LIKE over the texts"
        figures.append(Figure(f"search.alone: {name}, s", ours, like, note=note))
    figures.append(Figure("search.indexing, s per 1000 files", large["built"] / (LARGE / 1000), None))
    return figures


BENCHMARKS = {"search.growth": growth}
