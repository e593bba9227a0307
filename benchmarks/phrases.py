"""Time phrases and amounts of ``../shared/gold``, answered by the commands and scored by its own scorer."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import Absent, Figure

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
WANTED_RIGHT, WANTED_ALARMS = 0.95, 0.05


def _figures(kind: str) -> list[Figure]:
    bank = GOLD / f"{kind}.jsonl"
    if not bank.exists():
        raise Absent("../shared/gold is not there")
    command = [sys.executable, "-m", "weicheng.doors.cli", "reader", kind, str(bank)]
    answers = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.jsonl"
        file.write_text(answers, encoding="utf-8")
        scored = subprocess.run(
            [sys.executable, str(GOLD / "phrases.py"), str(bank), str(file)], check=True, capture_output=True, text=True
        ).stdout
    right, all_, alarms, empty = _counts(scored)
    return [
        Figure(
            f"phrases.{kind} right",
            right / all_,
            WANTED_RIGHT,
            note=f"{right} of {all_}; the grammar was written with them at hand",
        ),
        Figure(
            f"phrases.{kind} false alarms", alarms / max(1, empty), WANTED_ALARMS, note=f"{alarms} of {empty}, at most"
        ),
    ]


def _counts(scored: str) -> tuple[int, int, int, int]:
    """Right, all, alarms, empty out of the scorer's last line."""
    (right, all_), (alarms, empty) = re.findall(r"(\d+)/(\d+)", scored.splitlines()[-1])
    return int(right), int(all_), int(alarms), int(empty)


BENCHMARKS = {"phrases.when": lambda: _figures("when"), "phrases.amounts": lambda: _figures("amounts")}
