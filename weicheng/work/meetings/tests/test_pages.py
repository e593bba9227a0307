"""The pages: what each reader sees, what a phone does with the code, and how often the database is asked."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.meetings.choices import ItemKind
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.services import agenda, attendance, calling, following
from weicheng.work.meetings.tests.conftest import line_of
from weicheng.work.meetings.tests.factories import at, days, meeting_of

pytestmark = pytest.mark.django_db
BACKEND = "weicheng.doors.web.authentication.DemoAwareBackend"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def url(name, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def test_the_office_plans_a_meeting_by_the_form_once(campaign, office):
    client = signed_in(office)
    form = {"key": uuid.uuid4(), "kind": "weekly", "day": days(3).isoformat(), "clock": "15:00", "late_after": "5"}
    for _ in range(2):
        assert client.post(url("new"), form).status_code == 302
    made = Meeting.objects.get()
    assert (timezone.localtime(made.starts_at).hour, made.late_after) == (15, 5)
    wrong = client.post(url("new"), {**form, "key": uuid.uuid4(), "day": "2026-02-31", "place": "三楼"})
    assert wrong.status_code == 422 and "三楼" in wrong.content.decode()
    assert Meeting.objects.count() == 1


def test_a_liaison_sees_the_meetings_she_is_called_to_with_papers_and_her_own_pledge(
    meeting, office, liaison, housing, bureau
):
    agenda.add_item(by=office, meeting=meeting, key=uuid.uuid4(), kind=ItemKind.READ, title="攻坚方案")
    for unit, text in ((bureau, "城管表的态"), (housing, "住建表的态")):
        following.add_pledge(by=office, meeting=meeting, key=uuid.uuid4(), unit=unit, text=text)
    hidden = meeting_of(meeting.campaign, housing, by=office, title="住建专题")
    client = signed_in(liaison)
    page = client.get(url("meeting", meeting.pk)).content.decode()
    assert "攻坚方案" in page and "城管表的态" in page and "温某" in page
    assert "住建表的态" not in page and "柴某" not in page
    assert client.get(url("meeting", hidden.pk)).status_code == 404
    assert "住建专题" not in client.get(url("list")).content.decode()
    assert client.get(url("people", meeting.pk)).status_code == 403


def test_a_liaison_says_who_comes_for_her_unit_and_ticks_nobody(meeting, liaison, bureau, housing):
    client = signed_in(liaison)
    line = line_of(meeting, bureau)
    page = client.post(url("line", line.pk, "replace"), {"name": "卢某"}, follow=True).content.decode()
    assert "卢某" in page and line_of(meeting, bureau).name == "卢某"
    for pk, verb in ((line.pk, "arrive"), (line_of(meeting, housing).pk, "replace")):
        answer = client.post(url("line", pk, verb), {"name": "别人"}, headers={"HX-Request": "true"})
        assert answer.status_code == 403
    assert set(meeting.attendees.values_list("state", flat=True)) == {"invited"}


def test_a_line_is_ticked_excused_undone_and_removed_by_the_list(meeting, office, bureau):
    client = signed_in(office)
    line = line_of(meeting, bureau)
    for verb, state in (("arrive", ("arrived", "late")), ("undo", ("invited",)), ("excuse", ("excused",))):
        assert client.post(url("line", line.pk, verb), {"reason": "培训"}).status_code == 302
        line.refresh_from_db()
        assert line.state in state
    client.post(url("line", line.pk, "undo"))
    client.post(url("line", line.pk, "remove"))
    assert not meeting.attendees.filter(pk=line.pk).exists()


def test_a_phone_without_an_account_picks_its_unit_then_itself(meeting, bureau):
    client = Client()
    door = url("check-in", attendance.code_of(meeting))
    page = client.get(door).content.decode()
    assert "区城管局" in page and "温某" not in page
    assert "温某" in client.get(door, {"unit": bureau.pk}).content.decode()
    line = line_of(meeting, bureau)
    for _ in range(2):
        done = client.post(door, {"line": line.pk}, follow=True).content.decode()
        assert "区城管局温某已签到" in done
    line.refresh_from_db()
    assert line.arrived_at is not None and line.way == "code"


def test_with_an_account_it_is_one_press(meeting, liaison):
    page = signed_in(liaison).get(url("check-in", attendance.code_of(meeting))).content.decode()
    assert "温某 局长 签到" in page and "柴某" not in page


def test_the_code_works_on_the_day_only_and_a_forged_one_never(campaign, office, bureau):
    made = meeting_of(campaign, bureau, by=office, starts_at=at(days(1)))
    door = url("check-in", attendance.code_of(made))
    assert Client().get(door).status_code == 409
    assert Client().post(door, {"line": line_of(made, bureau).pk}).status_code == 409
    assert line_of(made, bureau).state == "invited"
    assert Client().get(url("check-in", f"{made.pk}:abc")).status_code == 404


def test_the_second_screen_follows_the_first(meeting, office, bureau, housing):
    for unit in (bureau, housing):
        agenda.add_item(by=office, meeting=meeting, key=uuid.uuid4(), kind=ItemKind.PLEDGE, unit=unit)
    chair, desk = signed_in(user_with_role(Role.LEADER)), signed_in(office)
    assert desk.get(url("cue-state", meeting.pk), {"seen": "0.2"}).status_code == 204
    chair.post(url("cue-turn", meeting.pk), {"seen": "", "way": "on"}, headers={"HX-Request": "true"})
    shown = desk.get(url("cue-state", meeting.pk), {"seen": "0.2"}).content.decode()
    assert "请区城管局表态发言，区住建局准备。" in shown


def test_every_page_of_a_meeting_opens(meeting, office, bureau):
    client = signed_in(office)
    agenda.add_item(by=office, meeting=meeting, key=uuid.uuid4(), kind=ItemKind.PLEDGE, unit=bureau)
    following.add_decision(by=office, meeting=meeting, key=uuid.uuid4(), kind="decision", text="整治。", unit=bureau)
    following.make_tasks(by=office, meeting=meeting)
    for name in ("meeting", "people", "code", "cue"):
        assert client.get(url(name, meeting.pk)).status_code == 200, name
    for name in ("script", "minutes"):
        assert client.get(url("paper", meeting.pk, name)).status_code == 200
        assert client.get(url("docx", meeting.pk, name)).content[:2] == b"PK"
    assert client.get(url("paper", meeting.pk, "other")).status_code == 404
    item = meeting.items.get()
    assert 'name="speaker"' in client.get(f"{url('meeting', meeting.pk)}?item={item.pk}&facts=1").content.decode()
    line = line_of(meeting, bureau)
    assert "换人" in client.get(f"{url('people', meeting.pk)}?line={line.pk}").content.decode()


def test_what_was_typed_stays_when_it_is_refused(meeting, office):
    client = signed_in(office)
    form = {"kind": "decision", "text": "把摊点管起来", "unit_text": "没有这个局", "key": uuid.uuid4()}
    page = client.post(url("decision-add", meeting.pk), form)
    assert page.status_code == 422
    assert "把摊点管起来" in page.content.decode() and "没有找到单位" in page.content.decode()
    assert not meeting.decisions.exists()


def test_pages_ask_the_database_equally_often_for_many(meeting, office, bureau, django_assert_max_num_queries):
    client = signed_in(office)

    def more(number: int) -> None:
        units = [UnitFactory() for _ in range(number)]
        calling.call_units(by=office, meeting=meeting, units=units, required="liaison")
        for unit in units:
            agenda.add_item(by=office, meeting=meeting, key=uuid.uuid4(), kind=ItemKind.PLEDGE, unit=unit)
            following.add_pledge(by=office, meeting=meeting, key=uuid.uuid4(), unit=unit, text="做到")
            given = {"by": office, "meeting": meeting, "key": uuid.uuid4(), "kind": "decision"}
            following.add_decision(**given, text="办好", unit=unit)
            meeting_of(meeting.campaign, unit, by=office)
        following.make_tasks(by=office, meeting=meeting)

    def ask() -> list[int]:
        counted = []
        for page in (
            url("list"),
            url("follow"),
            *(url(name, meeting.pk) for name in ("meeting", "people", "cue", "code")),
        ):
            client.get(page)
            with django_assert_max_num_queries(60) as asked:
                assert client.get(page).status_code == 200
            counted.append(len(asked))
        return counted

    more(1)
    few = ask()
    more(6)
    assert ask() == few
