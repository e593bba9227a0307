"""The worker process: takes tasks one after another, does the periodic duties, looks after jobs of dead workers."""

import logging
import signal
import time

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from weicheng.ground.kernel import execution, periodic
from weicheng.ground.kernel.reaper import reap

logger = logging.getLogger(__name__)
IDLE_SECONDS = 0.3
CARE_SECONDS = 2.0


class Worker:
    """One process, one job at a time. ``run`` returns after SIGTERM or SIGINT; a running job goes back to the queue."""

    def __init__(self) -> None:
        self.stopping = False
        self._cared = 0.0
        self.surroundings = execution.Surroundings(between=self.care, stopping=lambda: self.stopping)

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        execution.surroundings = self.surroundings
        pause = IDLE_SECONDS
        while not self.stopping:
            try:
                close_old_connections()
                self.care()
                if not self._run_one():
                    time.sleep(IDLE_SECONDS)
                pause = IDLE_SECONDS
            except (DatabaseError, InterfaceError):
                # A database that restarts or is busy: the worker outlives it.
                logger.warning("the database does not answer, trying again", exc_info=True)
                connections.close_all()
                time.sleep(pause)
                pause = min(pause * 2, 10.0)

    def care(self) -> None:
        """Dead workers' jobs and periodic duties, at most every two seconds."""
        now = time.monotonic()
        if now - self._cared < CARE_SECONDS:
            return
        self._cared = now
        reap()
        periodic.run_due()

    def _run_one(self) -> bool:
        """Run the next ready task through the task library; False if there is none."""
        # The library claims under an exclusive lock; looking first keeps an idle worker out of the writers' way.
        if not DBTaskResult.objects.ready().filter(backend_name="default").exists():
            return False
        TaskWorker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=self.surroundings.name[:64],
            excluded_queue_names=[],
        ).run()
        return True

    def _stop(self, *_: object) -> None:
        self.stopping = True
