"""Recording by the units, excusing by the office, and how an occurrence stands by then."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org import services as org
from weicheng.work.duties.models import DutyRecord, Occurrence
from weicheng.work.duties.selectors import occurrences_for, week_of
from weicheng.work.duties.services.generation import generate_all
from weicheng.work.duties.services.keeping import end_duty
from weicheng.work.duties.services.recording import excuse, rebuild, record, take_back
from weicheng.work.duties.states import dress, state_expression, state_of
from weicheng.work.duties.tests.conftest import TODAY
from weicheng.work.duties.tests.making import make_duty, on, press

pytestmark = pytest.mark.django_db


def stand(duty, day, unit=None):
    return state_of(on(duty, day, unit), TODAY)


def test_three_sweeps_a_day_are_each_counted(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每天不少于3次", [bureau])
    for count in (1, 2, 3):
        assert stand(duty, today) == "due"
        press(liaison, on(duty, today))
        assert on(duty, today).count == count
    assert stand(duty, today) == "done"


def test_what_was_not_recorded_by_its_last_day_is_missed_and_written_down_later_is_marked(
    clerk, liaison, campaign, bureau
):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    assert stand(duty, date(2026, 3, 4)) == "missed"
    made = press(liaison, on(duty, date(2026, 3, 4)), on=date(2026, 3, 4))
    assert made.is_late and not made.on_behalf
    assert stand(duty, date(2026, 3, 4)) == "done"


def test_a_quarter_counts_its_drives_until_there_are_enough(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每季度不少于2次", [bureau])
    quarter = on(duty, date(2026, 3, 31))
    press(liaison, quarter, on=date(2026, 3, 2))
    assert stand(duty, date(2026, 3, 31)) == "due"
    press(liaison, quarter)
    assert stand(duty, date(2026, 3, 31)) == "done"


def test_too_many_is_wrong_at_once_and_few_enough_is_right_when_the_time_is_over(clerk, liaison, campaign, bureau, at):
    duty = make_duty(clerk, campaign, "每月不超过1次", [bureau])
    month = on(duty, date(2026, 3, 31))
    press(liaison, month)
    assert stand(duty, date(2026, 3, 31)) == "due"
    assert state_of(month, date(2026, 4, 1)) == "done"
    press(liaison, month)
    assert stand(duty, date(2026, 3, 31)) == "missed"


def test_the_same_press_twice_is_one_record_and_a_foreign_key_is_refused(
    clerk, liaison, other, campaign, bureau, health, today
):
    duty = make_duty(clerk, campaign, "每周三", [bureau, health])
    key = uuid4()
    first = press(liaison, on(duty, today, bureau), key=key)
    assert press(liaison, on(duty, today, bureau), key=key) == first
    with pytest.raises(Invalid, match="已经用过"):
        press(other, on(duty, today, health), key=key)
    assert DutyRecord.objects.count() == 1


def test_the_office_records_on_behalf_and_the_audit_trail_knows_who(clerk, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    assert press(clerk, on(duty, today)).on_behalf
    event = AuditEvent.objects.get(action="duties.record.made")
    assert (event.actor_name, event.unit_id, event.campaign_id) == ("周某", bureau.pk, campaign.pk)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"on": TODAY + timedelta(days=1)}, "日期还没到"),
        ({"on": date(2026, 3, 10)}, "更早做的不算"),
        ({"number": "abc"}, "数"),
        ({"number": "-1"}, "不能小于0"),
        ({"people": -5}, "0到9999"),
    ],
)
def test_a_wrong_value_is_refused_in_words_and_nothing_is_recorded(
    values, words, clerk, liaison, campaign, bureau, today
):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    with pytest.raises(Invalid, match=words):
        press(liaison, on(duty, today), **values)
    assert not DutyRecord.objects.exists()


def test_evidence_is_asked_where_the_duty_says_so(clerk, liaison, campaign, bureau, today, settings, tmp_path):
    settings.HOME = tmp_path
    duty = make_duty(clerk, campaign, "每周三", [bureau], needs_evidence=True)
    with pytest.raises(Invalid, match="要附照片"):
        press(liaison, on(duty, today))
    photo = SimpleUploadedFile("清扫前后.jpg", b"\xff\xd8\xff\xe0" + b"0" * 64)
    made = press(liaison, on(duty, today), files=[photo])
    assert [one.name for one in made.files.all()] == ["清扫前后.jpg"]


def test_a_day_still_to_come_a_finished_campaign_and_an_excused_day_are_refused(
    clerk, liaison, campaign, bureau, today
):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    with pytest.raises(NotPossible, match="还没到日子"):
        press(liaison, on(duty, date(2026, 3, 18)))
    excuse(by=clerk, occurrence=on(duty, today), reason="全区停水检修")
    with pytest.raises(NotPossible, match="同意免做"):
        press(liaison, on(duty, today))
    campaign.is_closed = True
    campaign.save()
    with pytest.raises(NotPossible, match="已结束"):
        press(liaison, on(duty, date(2026, 3, 4)))


def test_only_the_office_excuses_and_only_with_a_reason(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    with pytest.raises(NotAllowed, match="只有创卫办"):
        excuse(by=liaison, occurrence=on(duty, today), reason="人手不够")
    with pytest.raises(Invalid, match="写明原因"):
        excuse(by=clerk, occurrence=on(duty, today), reason="  ")
    excuse(by=clerk, occurrence=on(duty, date(2026, 3, 4)), reason="暴雪停工")
    assert stand(duty, date(2026, 3, 4)) == "excused"


def test_a_record_taken_back_counts_no_more_and_stays_to_be_seen(clerk, liaison, campaign, bureau, today, at):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    made = press(liaison, on(duty, today))
    DutyRecord.objects.update(at="2026-03-11T03:00:00Z")
    made.refresh_from_db()
    at(today + timedelta(days=1))
    with pytest.raises(NotAllowed, match="当天"):
        take_back(by=liaison, record=made, reason="记错了")
    take_back(by=clerk, record=made, reason="记到了别的单位名下")
    assert on(duty, today).count == 0 and DutyRecord.objects.count() == 1
    with pytest.raises(NotPossible, match="已经撤销"):
        take_back(by=clerk, record=made, reason="再来一次")


def test_rebuild_mends_a_wrong_count_and_finds_nothing_where_all_is_right(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    press(liaison, on(duty, today))
    assert rebuild() == []
    Occurrence.objects.filter(duty=duty, day=today).update(count=7)
    assert [one.count for one in rebuild()] == [1]


def test_the_state_in_sql_is_the_state_in_python(clerk, liaison, campaign, bureau, today):
    for words in ("每天不少于3次", "每周三", "每月不超过1次", "每季度不少于2次", "活动期间2至3次"):
        duty = make_duty(clerk, campaign, words, [bureau])
        for occurrence in Occurrence.objects.filter(duty=duty, first__lte=today).order_by("day")[:12]:
            for _ in range(occurrence.pk % 4):
                press(liaison, occurrence)
        last = Occurrence.objects.filter(duty=duty).latest("day")
        if last.count == 0:
            excuse(by=clerk, occurrence=last, reason="停工")
    for day in (today, today + timedelta(days=30), today + timedelta(days=400)):
        rows = dress(Occurrence.objects.annotate(now=state_expression(day)), day)
        assert [row.state for row in rows] == [row.now for row in rows]
    assert {row.state for row in dress(Occurrence.objects.all(), today)} == {"due", "done", "missed", "excused"}


def test_the_week_of_a_unit_names_what_is_late_due_running_and_done(clerk, liaison, campaign, bureau, health, today):
    weekly = make_duty(clerk, campaign, "每周三", [bureau, health], title="巡查")
    make_duty(clerk, campaign, "每周五下午", [bureau], title="清扫", starts_on=TODAY)
    make_duty(clerk, campaign, "每季度不少于2次", [bureau], title="除四害")
    press(liaison, on(weekly, today, bureau))
    week = week_of([bureau], campaign)
    shown = [[row.duty.title for row in rows] for rows in (week.late, week.due, week.running, week.done)]
    assert shown == [["巡查"], ["清扫"], ["除四害"], ["巡查"]]


def test_the_rooms_above_read_occurrences_with_a_constant_number_of_queries(
    clerk, liaison, campaign, bureau, health, today, django_assert_num_queries
):
    duty = make_duty(clerk, campaign, "每天不少于3次", [bureau, health])
    for occurrence in Occurrence.objects.filter(duty=duty, unit=bureau, first__lte=today):
        press(liaison, occurrence)
    with django_assert_num_queries(3):
        found = occurrences_for([bureau, health], date(2026, 3, 1), today, campaign=campaign)
        assert [len(row.records.all()) for row in found if row.unit == bureau] == [1] * 11
    assert {row.state for row in found} == {"missed", "due"} and len(found) == 22


def test_the_successor_of_a_merged_unit_writes_down_what_its_predecessor_did(
    clerk, other, campaign, bureau, health, today
):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    org.merge_units(by=None, units=[bureau], into=health, on=TODAY)
    generate_all(today)
    made = press(other, on(duty, date(2026, 3, 4)), on=date(2026, 3, 4))
    assert made.is_late and not made.on_behalf and made.occurrence.unit == bureau


def test_an_ended_duty_can_still_be_written_down_for_the_days_before(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "每周三", [bureau])
    end_duty(by=clerk, duty=duty, reason="另有安排")
    assert record(by=liaison, occurrence=on(duty, date(2026, 3, 4)), key=uuid4(), on=date(2026, 3, 4)).is_late
