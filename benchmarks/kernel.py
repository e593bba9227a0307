"""Sealing and verifying the audit trail, and backing up, on a throw-away SQLite database."""

import hashlib
import os
import time
from pathlib import Path

from benchmarks import Figure, fresh_home

ROWS = 5000


def _site() -> Path:
    """Django over a fresh home, once per process."""
    home = fresh_home()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weicheng.config.settings")
    os.environ["WEICHENG_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return home


def trail() -> list[Figure]:
    """Rows a second; the reference is hashing the same amount of text alone."""
    home = _site()
    from weicheng.ground.kernel import audit, chain
    from weicheng.ground.kernel.backup import backup

    for number in range(ROWS):
        audit.record(
            "bench.done", label=f"第{number}项任务", before={"percent": 10}, after={"percent": 20}, reason="按周填报"
        )
    started = time.perf_counter()
    for _ in range(ROWS):
        hashlib.sha256(b"x" * 400).hexdigest()
    hashing = ROWS / (time.perf_counter() - started)
    started = time.perf_counter()
    chain.seal()
    sealing = ROWS / (time.perf_counter() - started)
    started = time.perf_counter()
    report = chain.verify()
    verifying = ROWS / (time.perf_counter() - started)
    assert not report.problems
    started = time.perf_counter()
    done = backup(home / "backup.zip")
    seconds = time.perf_counter() - started
    return [
        Figure("audit.seal rows/s", sealing, hashing, "reference: SHA-256 of 400 bytes a row"),
        Figure("audit.verify rows/s", verifying, hashing, "reference: SHA-256 of 400 bytes a row"),
        Figure("backup rows/s", done.rows / seconds, None, f"{done.rows} rows, {done.size / 1e6:.2f} MB"),
    ]


BENCHMARKS = {"kernel.trail": trail}
