"""How far a job is, and stopping it: for who started it, the office and the administrators."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.choices import Role
from weicheng.ground.org.permissions import holds_everywhere


def _job_or_404(request: HttpRequest, pk: UUID) -> Job:
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise Http404
    if job.created_by_id != request.user.pk and not holds_everywhere(request.user, Role.OFFICE, Role.ADMIN):
        raise Http404
    return job


def _shown(request: HttpRequest, job: Job) -> HttpResponse:
    template = "kernel/_job.html" if request.htmx else "web/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": job, "crumbs": [("后台工作", None)]})


@login_required
@require_GET
def status(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _shown(request, _job_or_404(request, pk))


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _shown(request, jobs.cancel(_job_or_404(request, pk), by=request.user))
