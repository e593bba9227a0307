"""What stands in the task library's queue: one task, which runs one job."""

from django_tasks import task

from weicheng.ground.kernel import execution


@task()
def run_job(job_id: str) -> None:
    execution.execute(job_id)
