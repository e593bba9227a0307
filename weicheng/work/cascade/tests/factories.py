"""An upper plan that was put to the units, for tests of this room and of the doors."""

from datetime import timedelta

from django.utils import timezone

from weicheng.ground.org.models import Unit, User
from weicheng.work.cascade.models import Call
from weicheng.work.cascade.services.calls import open_call
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.tests.factories import SourceFactory


def call_of(plan: Plan, *tasks: Task, by: User) -> Call:
    """The plan gives ``tasks``; the office asks for answers within ten days."""
    for task in tasks:
        SourceFactory(task=task, plan=plan, start=0, end=5)
    return open_call(by=by, plan=plan, reply_by=timezone.localdate() + timedelta(days=10))


def own(call: Call, unit: Unit) -> list[Task]:
    from weicheng.work.cascade.selectors import tasks_for

    return list(tasks_for(call, unit))
