import re

import pytest
from django.urls import reverse

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import user_with_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"), [("auditor", 200), ("office", 200), ("admin", 200), ("liaison", 403), ("leader", 403)]
)
def test_the_trail_is_for_auditor_office_and_admin(client, role, status):
    client.force_login(user_with_role(role))
    assert client.get(reverse("audit")).status_code == status


@pytest.fixture
def reader(client):
    client.force_login(user_with_role("auditor", name="审计 沈某"))
    AuditEvent.objects.all().delete()
    audit.record(
        "plans.task.changed",
        by=user_with_role("office", name="周某"),
        label="清运垃圾",
        before={"due_on": "2026-05-01"},
        after={"due_on": "2026-06-01"},
        reason="等设备",
    )
    audit.record("plans.plan.published", by=user_with_role("office", name="林某"), label="实施方案")
    AuditEvent.objects.filter(object_label="实施方案").update(at="2026-02-03T10:00:00+08:00")
    return client


def objects_on(client, **filters) -> list[str]:
    page = client.get(reverse("audit"), filters).content.decode()
    return re.findall(r'<td data-label="对象">(清运垃圾|实施方案)</td>', page)


def test_a_change_is_shown_with_old_and_new_value_and_its_reason(reader):
    page = reader.get(reverse("audit")).content.decode()
    assert "<del>2026-05-01</del> 2026-06-01" in page
    assert "原因：等设备" in page


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"who": "林"}, ["实施方案"]),
        ({"action": "plans.task.changed"}, ["清运垃圾"]),
        ({"what": "垃圾"}, ["清运垃圾"]),
        ({"from": "2026-02-03", "to": "2026-02-03"}, ["实施方案"]),
        ({"to": "2026-02-02"}, []),
        ({"from": "2026-02-30"}, ["实施方案", "清运垃圾"]),
    ],
)
def test_the_trail_can_be_filtered(reader, filters, found):
    assert objects_on(reader, **filters) == found


def test_a_long_trail_is_shown_in_pages(reader):
    for number in range(120):
        audit.record("plans.task.changed", label=f"任务{number}")
    assert "第1页，共2页" in reader.get(reverse("audit")).content.decode()


def test_nothing_found_says_what_to_do(reader):
    assert "放宽条件" in reader.get(reverse("audit"), {"who": "没有的人"}).content.decode()
