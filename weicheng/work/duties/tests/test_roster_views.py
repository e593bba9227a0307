import io
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from weicheng.ground.kernel import jobs
from weicheng.work.duties.models import Roster, ShiftLog
from weicheng.work.duties.tests.conftest import signed_in
from weicheng.work.duties.tests.roster_making import EVENING, again, draft, places, planned, published, staff

pytestmark = pytest.mark.django_db
HOME = "/duties/rosters/"


def form(bureau, **changes):
    values = {
        "unit": bureau.pk, "key": uuid4(), "name": "人民路执勤", "place": "人民路", "requirement": "佩戴红袖章", "pace": "day",
        "starts_on": "2026-03-09", "ends_on": "2026-03-22", "rest_hours": "11", "rest_days": "0",
        "shift_name": ["早班", "晚班", ""], "shift_start": ["07:30", "16:30", ""], "shift_end": ["09:30", "18:30", ""],
        "shift_heads": ["1", "1", "1"], "shift_heads_off": ["1", "1", "1"],
    }  # fmt: skip
    return {**values, **changes}


def test_a_liaison_makes_plans_and_publishes_a_roster_in_three_steps(liaison, campaign, bureau):
    staff(bureau, *(f"赵{n}" for n in range(1, 6)))
    client = signed_in(liaison)
    assert "新排一张" in client.get(HOME).content.decode()
    assert client.get(f"{HOME}new/").status_code == 200
    answer = client.post(f"{HOME}new/", form(bureau))
    roster = Roster.objects.get()
    assert answer["Location"] == f"{HOME}{roster.pk}/people/"
    client.post(answer["Location"], {"names": "钱某、孙某"})
    one = roster.members.get(name="赵1")
    client.post(f"{HOME}{roster.pk}/people/{one.pk}/leave/", {"first": "2026-03-16", "last": "2026-03-18"})
    assert "请假3月16日至3月18日" in client.get(answer["Location"]).content.decode()
    client.post(f"{HOME}{roster.pk}/plan/")
    assert 'hx-trigger="every 1s"' in client.get(f"{HOME}{roster.pk}/").content.decode()
    jobs.run_inline(again(roster).job)
    page = client.get(f"{HOME}{roster.pk}/").content.decode()
    assert "已证明最优" in page and "every 1s" not in page
    client.post(f"{HOME}{roster.pk}/publish/")
    assert again(roster).state == "published"
    assert "佩戴红袖章" in client.get(f"{HOME}{roster.pk}/day/2026-03-11/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"unit": "999999"}, {"unit": "x"}, {"name": " "}, {"starts_on": "昨天"}, {"shift_start": ["7点", "", ""]},
              {"shift_heads": ["多", "1", "1"]}, {"shift_name": ["", "", ""]}, {"rest_hours": "-1"}]
)  # fmt: skip
def test_a_form_with_a_mistake_keeps_what_was_typed(clerk, campaign, bureau, wrong):
    answer = signed_in(clerk).post(f"{HOME}new/", form(bureau, **{"place": "河湾桥北侧", **wrong}))
    assert answer.status_code == 422
    assert "河湾桥北侧" in answer.content.decode()
    assert not Roster.objects.exists()


def test_a_liaison_cannot_make_a_roster_for_another_unit(other, campaign, bureau):
    answer = signed_in(other).post(f"{HOME}new/", form(bureau))
    assert answer.status_code == 422
    assert not Roster.objects.exists()


def test_the_list_asks_the_same_number_of_queries_for_one_roster_and_for_many(clerk, campaign, bureau):
    draft(clerk, campaign, bureau, people=3)
    client = signed_in(clerk)

    def asked(path):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    client.get(HOME)
    few = asked(HOME)
    for n in range(5):
        draft(clerk, campaign, bureau, people=0, name=f"第{n}张")
    assert asked(HOME) == few


def test_the_matrix_asks_the_same_number_of_queries_for_few_and_many_people(clerk, campaign, bureau, health):
    client, asked = signed_in(clerk), []
    for unit, people in ((bureau, 4), (health, 20)):
        roster = published(clerk, campaign, unit, people=people)
        client.get(f"{HOME}{roster.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{HOME}{roster.pk}/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_substitution_and_swap_by_hand_are_entered_once(liaison, clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    client = signed_in(liaison)
    turn = roster.turns.filter(day=today).first()
    free = roster.members.exclude(turns__day=today).first()
    sent = {"key": uuid4(), "kind": "substitute", "member": free.pk, "reason": "生病"}
    for _ in range(2):
        client.post(f"{HOME}{roster.pk}/turns/{turn.pk}/", sent)
    assert (free.name, today, turn.shift.name) in places(roster)
    assert roster.changes.count() == 1
    assert "生病" in client.get(f"{HOME}{roster.pk}/").content.decode()
    client.post(f"{HOME}{roster.pk}/turns/{turn.pk}/", {"key": uuid4(), "kind": "swap", "other": "x"})
    assert roster.changes.count() == 1


def test_whoever_is_on_the_shift_records_it_from_the_phone(clerk, other, campaign, bureau, today):
    staff(bureau, "李某", users=[other])
    roster = published(clerk, campaign, bureau, people=0, shifts=[EVENING])
    client = signed_in(other)
    mine = client.get(f"{HOME}mine/").content.decode()
    assert "红袖章" not in mine and "记这个班" in mine
    turn = roster.turns.get(day=today)
    data = {"key": uuid4(), "day": today.isoformat(), f"came-{turn.pk}": "yes", "text": "劝导3起",
            "stopped_spot": ["邮局门口", ""], "stopped_kind": ["占道经营", ""], "stopped_action": ["劝导", ""],
            "stopped_back": ["yes", "no"]}  # fmt: skip
    for _ in range(2):
        client.post(f"{HOME}{roster.pk}/shifts/{turn.shift_id}/log/", data)
    turn.refresh_from_db()
    assert turn.came
    assert ShiftLog.objects.get().violations.get().came_back
    day = client.get(f"{HOME}{roster.pk}/day/{today}/").content.decode()
    assert "劝导3起" in day and "当班又出现" in day
    assert "不能来" not in day


def test_a_member_sees_the_roster_only_once_it_is_published(clerk, other, campaign, bureau):
    staff(bureau, "李某", users=[other])
    roster = planned(clerk, draft(clerk, campaign, bureau, people=0))
    client = signed_in(other)
    assert client.get(f"{HOME}{roster.pk}/").status_code == 404
    signed_in(clerk).post(f"{HOME}{roster.pk}/publish/")
    assert client.get(f"{HOME}{roster.pk}/").status_code == 200
    assert client.get(f"{HOME}{roster.pk}/calendars/").status_code == 403


def test_hostile_addresses_and_numbers_do_nothing(clerk, campaign, bureau, today):
    roster, client = published(clerk, campaign, bureau), signed_in(clerk)
    turn = roster.turns.first()
    for path in ("day/2026-13-01/", "day/2025-01-01/", "day/x/"):
        assert client.get(f"{HOME}{roster.pk}/{path}").status_code == 404
    assert client.get(f"{HOME}{roster.pk}/?month=junk").status_code == 200
    assert client.post(f"{HOME}{roster.pk}/people/999999/leave/").status_code == 404
    assert (
        client.post(f"{HOME}{roster.pk}/people/{roster.members.first().pk}/unleave/", {"leave": "²"}).status_code == 302
    )
    for data in ({}, {"kind": "swap", "other": "9" * 40}, {"kind": "substitute", "member": "-1"}):
        client.post(f"{HOME}{roster.pk}/turns/{turn.pk}/", data)
    client.post(f"{HOME}{roster.pk}/shifts/{turn.shift_id}/log/", {"day": "x", "came-x": "yes"})
    assert not roster.changes.exists() and not ShiftLog.objects.exists()


def test_the_printed_roster_has_a_page_a_month_and_telephones_when_asked(clerk, campaign, bureau):
    roster = published(clerk, campaign, bureau, ends_on=date(2026, 4, 10))
    person = roster.members.first().person
    person.phone = "0000-6001234"
    person.save()
    client = signed_in(clerk)
    plain = client.get(f"{HOME}{roster.pk}/print/").content.decode()
    assert plain.count('class="wc-paper-page"') == 2
    assert "青禾区城市管理局人民路执勤表（2026年4月）" in plain
    assert "0000-6001234" not in plain
    assert "0000-6001234" in client.get(f"{HOME}{roster.pk}/print/?phones=1").content.decode()


def test_the_table_reads_back_with_every_turn(clerk, campaign, bureau):
    roster = published(clerk, campaign, bureau)
    book = openpyxl.load_workbook(io.BytesIO(signed_in(clerk).get(f"{HOME}{roster.pk}/table/").content))
    month, by_day = book["2026年3月"], book["按日期"]
    heads = [str(cell.value).split("\n")[0] for cell in month[3]]
    read = set()
    for row in month.iter_rows(min_row=4, values_only=True):
        for head, mark in zip(heads[2:-1], row[2:-1], strict=True):
            if mark:
                read.add((row[1], date(2026, 3, int(head)), f"{mark}班"))
    assert read == places(roster)
    names = set()
    for day, *cells in by_day.iter_rows(min_row=2, values_only=True):
        names |= {(day, name) for cell in cells if cell for name in cell.split("、")}
    assert names == {(day.isoformat(), name) for name, day, _ in places(roster)}


def test_calendars_of_roster_and_person_follow_the_turns_and_a_changed_address_is_gone(
    liaison, clerk, campaign, bureau
):
    roster = published(clerk, campaign, bureau, place="人民路")
    client = signed_in(liaison)
    one = roster.members.first()
    whole = Calendar.from_ical(client.get(f"{HOME}feeds/{roster.secret}.ics").content)
    own = Calendar.from_ical(client.get(f"{HOME}feeds/{one.secret}.ics").content)
    assert len(whole.walk("VEVENT")) == 14 * 2
    mine = own.walk("VEVENT")
    assert len(mine) == one.turns.count()
    first = min(event.decoded("dtstart") for event in mine)
    turn = one.turns.first()
    here = timezone.localtime(first)
    assert (here.date(), here.time()) == (turn.day, turn.shift.starts_at)
    assert str(mine[0]["location"]) == "人民路"
    assert one.secret in client.get(f"{HOME}{roster.pk}/calendars/").content.decode()
    client.post(f"{HOME}{roster.pk}/calendars/", {"member": one.pk})
    assert client.get(f"{HOME}feeds/{one.secret}.ics").status_code == 404
    assert client.get(f"{HOME}feeds/{roster.secret}.ics").status_code == 200


def test_a_draft_has_no_calendar(clerk, campaign, bureau):
    roster = planned(clerk, draft(clerk, campaign, bureau))
    assert signed_in(clerk).get(f"{HOME}feeds/{roster.secret}.ics").status_code == 404


def test_leaving_by_the_page_starts_the_replanning_and_shows_it(clerk, campaign, bureau, today):
    roster, client = published(clerk, campaign, bureau), signed_in(clerk)
    one = roster.members.first()
    answer = client.post(f"{HOME}{roster.pk}/people/{one.pk}/drop/", {"since": "2026-03-16", "reason": "调走"})
    assert urlsplit(answer["Location"]).path == f"{HOME}{roster.pk}/"
    jobs.run_inline(again(roster).job)
    page = client.get(f"{HOME}{roster.pk}/").content.decode()
    assert "已退出" in page and "调走" in page


def test_a_draft_is_deleted_with_its_turns(clerk, campaign, bureau):
    roster, client = planned(clerk, draft(clerk, campaign, bureau)), signed_in(clerk)
    assert client.post(f"{HOME}{roster.pk}/delete/")["Location"] == HOME
    assert not Roster.objects.exists()
