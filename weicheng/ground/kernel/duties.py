"""The kernel's own periodic duties."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from weicheng.ground.kernel import chain
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.periodic import periodic

KEEP_TASKS = timedelta(days=7)
KEEP_JOBS = timedelta(days=180)


@periodic("kernel.seal", seconds=10)
def seal_audit(since: datetime | None) -> None:
    chain.seal_rows()


@periodic("kernel.heads", seconds=60)
def note_head(since: datetime | None) -> None:
    """A line a minute at most: the file is kept for years."""
    chain.note_head()


@periodic("kernel.tidy", daily="03:40")
def tidy(since: datetime | None) -> None:
    """Ended tasks and jobs and old sessions go: the audit trail keeps what matters."""
    from django.contrib.sessions.models import Session

    now = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASKS).delete()
    Job.objects.filter(finished_at__lt=now - KEEP_JOBS).delete()
    Session.objects.filter(expire_date__lt=now).delete()


@periodic("kernel.statistics", seconds=3600)
def refresh_statistics(since: datetime | None) -> None:
    learn_sizes()


def learn_sizes() -> None:
    """SQLite chooses its indexes by what it last knew of the tables' sizes; PostgreSQL keeps that by itself. Milliseconds:
    a sample of each index is looked at. Never within somebody's transaction (https://www.sqlite.org/lang_analyze.html#approx)."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
