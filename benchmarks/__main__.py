"""Runs benchmarks by name and prints name, value, reference, ratio."""

import argparse
import importlib
import json
import pkgutil
import platform
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks import Absent, Figure

Benchmark = Callable[[], list[Any]]
HEADS = ("name", "value", "reference", "ratio", "note")


def all_benchmarks() -> dict[str, Benchmark]:
    """Every benchmark of every module of this package, by name."""
    found: dict[str, Benchmark] = {}
    for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda module: module.name):
        if not module.name.startswith("_"):
            found |= getattr(importlib.import_module(f"benchmarks.{module.name}"), "BENCHMARKS", {})
    return found


def chosen(names: Iterable[str], known: dict[str, Benchmark]) -> dict[str, Benchmark]:
    """Those asked for: a name, or the beginning of names up to a dot ("reader" = all "reader.*")."""
    picked: dict[str, Benchmark] = {}
    for name in names:
        here = {key: known[key] for key in known if key == name or key.startswith(f"{name}.")}
        if not here:
            raise SystemExit(f"no benchmark {name!r}; there are: {', '.join(sorted(known))}")
        picked |= here
    return picked or known


def as_row(figure: Any) -> dict[str, Any]:
    if isinstance(figure, Figure):
        values = {
            "value": figure.value,
            "reference": figure.reference,
            "ratio": figure.shown_ratio,
            "note": figure.note,
        }
        return {"name": figure.name, **values}
    return {head: figure.get(head) for head in HEADS}


def number(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main() -> int:
    # Told to stop, leave in order: children end, throw-away folders go.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which; all if none is given")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--list", action="store_true", help="print the names only")
    options = parser.parse_args()
    known = all_benchmarks()
    if options.list:
        print("\n".join(sorted(known)))
        return 0
    rows: list[dict[str, Any]] = []
    print("\t".join(HEADS))
    for name, run in chosen(options.names, known).items():
        try:
            figures = [as_row(figure) for figure in run()]
        except Absent as reason:
            print(f"{name}\tskipped: {reason}", flush=True)
            continue
        for row in figures:
            print("\t".join([row["name"], *(number(row[head]) for head in HEADS[1:4]), row["note"] or ""]), flush=True)
        rows += figures
    if options.json:
        machine = {"python": platform.python_version(), "machine": platform.machine()}
        options.json.write_text(
            json.dumps({**machine, "figures": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
