"""Two people decide the same thing at the same moment: it is decided once, and the second one hears so."""

from __future__ import annotations

import pytest

from tests.flows.test_at_once import at_once, refusals
from tests.flows.world import World, build_world
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.consultation.models import Receipt, Reply
from weicheng.work.consultation.services.ruling import decline_reply
from weicheng.work.consultation.services.signing import sign
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.services.postponement_decisions import approve_postponement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def second() -> User:
    return user_with_role(Role.OFFICE, name="林某")


def test_a_later_deadline_is_approved_once(world: World, second: User) -> None:
    request = PostponementRequest.objects.get()
    people = (world.users["office"], second)
    outcomes = at_once(*[lambda by=by: approve_postponement(by=by, request=request) for by in people])
    (refusal,) = refusals(outcomes)
    assert issubclass(refusal, NotPossible)
    assert AuditEvent.objects.filter(action="plans.task.postponed").count() == 1
    task = Task.objects.get(pk=world.task_pk)
    assert (task.due_on, task.version) == (request.due_on, 2)


def test_an_objection_is_ruled_on_once(world: World, second: User) -> None:
    reply = Reply.objects.get()
    people = (world.users["office"], second)
    outcomes = at_once(*[lambda by=by: decline_reply(by=by, reply=reply, reason="维持") for by in people])
    assert len(refusals(outcomes)) == 1
    assert AuditEvent.objects.filter(action="consultation.reply.declined").count() == 1


def test_a_unit_signs_once(world: World) -> None:
    plan, unit = Plan.objects.get(pk=world.args["published"][0]), Unit.objects.get(pk=world.args["unit"][0])
    before = Receipt.objects.count()
    outcomes = at_once(*[lambda: sign(by=world.users["liaison"], plan=plan, unit=unit)] * 2)
    assert refusals(outcomes) == []
    assert Receipt.objects.count() == before + 1
