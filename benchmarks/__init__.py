"""Measured figures: ``python -m benchmarks [NAME...] [--json FILE]``.

Each module here has ``BENCHMARKS: dict[str, Callable[[], list[Figure]]]``. A figure is a value beside a reference measured in
the same run, so that it means something on any machine.
"""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path


class Absent(Exception):
    """What the benchmark needs is not on this machine; the message says what."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``reference`` is a target or a simpler way of doing the same; ``ratio`` is value / reference unless given."""

    name: str
    value: float
    reference: float | None = None
    note: str = ""
    ratio: float | None = None

    @property
    def shown_ratio(self) -> float | None:
        if self.ratio is not None or not self.reference:
            return self.ratio
        return self.value / self.reference


def fresh_home() -> Path:
    """A throw-away WEICHENG_HOME, gone at the end of this process."""
    home = Path(tempfile.mkdtemp(prefix="weicheng-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home
