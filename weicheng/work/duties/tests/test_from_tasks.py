"""Duties out of the ledger, and what the office settles of them."""

from datetime import date

import pytest

from weicheng.engines.worktime.headcounts import Band
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.tests.factories import UnitFactory
from weicheng.work.duties.models import Duty, Occurrence
from weicheng.work.duties.rhythms import say
from weicheng.work.duties.selectors.unsettled import rule_sheets, unsaid_people, unsettled_duties
from weicheng.work.duties.services.arranging import arrange
from weicheng.work.duties.services.from_tasks import duties_of_tasks, duty_of_task
from weicheng.work.duties.services.headcounts import create_headcount_rule, set_headcounts, settle_bands
from weicheng.work.duties.services.keeping import end_duty, settle_people, settle_rhythm
from weicheng.work.duties.tests.making import days, make_duty, on
from weicheng.work.plans.models import Plan
from weicheng.work.plans.tests.factories import SourceFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rrule": "FREQ=WEEKLY;BYDAY=FR", "recurrence_text": "每周五下午"}, "每周五下午"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=-1FR", "recurrence_text": "每月最后一个星期五"}, "每月最后一个星期五"),
        (
            {
                "rrule": "FREQ=DAILY",
                "quota": {"value": 3, "comparator": ">=", "per": "day"},
                "recurrence_text": "每天三次以上",
            },
            "每天不少于3次",
        ),
        (
            {"quota": {"value": 2, "comparator": ">=", "per": "campaign"}, "recurrence_text": "活动期间2—3次"},
            "活动期间2至3次",
        ),
        ({"quota": {"value": 2, "comparator": "<=", "per": "month"}, "recurrence_text": ""}, "每月不超过2次"),
        ({"recurrence_text": "每半月一次"}, "每半月1次"),
        ({"recurrence_text": "每月第二个工作日"}, "每月第2个工作日"),
        ({"rrule": "FREQ=WEEKLY", "recurrence_text": "每周末"}, "每个周末1次"),
        ({"recurrence_text": "定期"}, "定期"),
        ({"rrule": "FREQ=YEARLY", "recurrence_text": "每年春季"}, "每年春季"),
    ],
)
def test_one_press_makes_the_duty_of_a_task(values, said, clerk, campaign, bureau, health, today):
    task = TaskFactory(campaign=campaign, title="清理积水", due_on=None, lead=bureau, coops=[health], **values)
    duty = duty_of_task(by=clerk, task=task)
    assert say(duty) == said and duty.rhythm_words == task.recurrence_text and duty.starts_on == today
    assert [one.unit for one in duty.units.all()] == [bureau, health]


def test_a_task_gives_one_duty_until_that_is_ended(clerk, campaign, bureau, today):
    task = TaskFactory(campaign=campaign, rrule="FREQ=DAILY", due_on=None, lead=bureau)
    duty = duty_of_task(by=clerk, task=task)
    with pytest.raises(NotPossible, match="已经建了"):
        duty_of_task(by=clerk, task=task)
    end_duty(by=clerk, duty=duty, reason="换了做法")
    assert duty_of_task(by=clerk, task=task) != duty
    with pytest.raises(NotPossible, match="没有写频次"):
        duty_of_task(by=clerk, task=TaskFactory(campaign=campaign, lead=bureau))


def test_all_recurring_tasks_of_a_paper_at_once_and_none_twice(clerk, liaison, campaign, bureau, today):
    task = TaskFactory(campaign=campaign, rrule="FREQ=DAILY", due_on=None, lead=bureau)
    plan: Plan = SourceFactory(task=task).plan
    TaskFactory(campaign=campaign, recurrence_text="定期", due_on=None, lead=bureau)
    TaskFactory(campaign=campaign, due_on=None, lead=bureau)
    assert [duty.task for duty in duties_of_tasks(by=clerk, campaign=campaign, plan=plan)] == [task]
    assert len(duties_of_tasks(by=clerk, campaign=campaign)) == 1
    assert duties_of_tasks(by=clerk, campaign=campaign) == []
    with pytest.raises(NotAllowed):
        duties_of_tasks(by=liaison, campaign=campaign)


def test_two_or_more_people_of_several_units_is_a_question_for_the_office(clerk, campaign, today):
    units = [UnitFactory() for _ in range(5)]
    task = TaskFactory(campaign=campaign, rrule="FREQ=WEEKLY;BYDAY=FR", due_on=None, lead=units[0], coops=units[1:])
    SourceFactory(task=task, quote="每周五下午，五个科室各管一段，派2名以上工作人员")
    duty = duty_of_task(by=clerk, task=task)
    assert (duty.people, duty.people_basis) == (2, "unsaid")
    assert unsaid_people(campaign) == [duty]
    fridays = Occurrence.objects.filter(duty=duty, day=date(2026, 3, 13))
    assert [one.people for one in fridays] == [2] * 5
    settle_people(by=clerk, duty=duty, basis="each")
    assert unsaid_people(campaign) == []


def test_the_office_fixes_an_open_interval_and_the_words_of_the_paper_stay(clerk, liaison, campaign, bureau, today):
    duty = make_duty(clerk, campaign, "定期", [bureau])
    assert unsettled_duties(campaign) == [duty]
    with pytest.raises(Invalid, match="没有从"):
        settle_rhythm(by=clerk, duty=duty, words="尽量多做")
    with pytest.raises(NotAllowed):
        settle_rhythm(by=liaison, duty=duty, words="每两周一次")
    duty = settle_rhythm(by=clerk, duty=duty, words="每两周一次")
    assert (say(duty), duty.rhythm_words, unsettled_duties(campaign)) == ("每两周", "定期", [])
    assert days(duty)[0] == date(2026, 3, 22)  # two weeks from the Monday before 1 March, asked for from today on


ROAD = "5人以下组织1人；5-10人，组织3人；15以上，组织4人"


def test_the_road_sweep_asks_by_head_count_and_leaves_open_what_the_rule_leaves_open(clerk, campaign, today):
    rule = create_headcount_rule(by=clerk, campaign=campaign, name="月末清扫", words=ROAD)
    assert [str(problem) for problem in rule.problems()] == [
        "5人的单位落在两档里：派1人还是3人？",
        "11至14人的单位派几人，文件没有写。",
    ]
    sizes = [4, 5, 8, 12, 20, None]
    units = {UnitFactory(): size for size in sizes}
    exempt = UnitFactory()
    set_headcounts(by=clerk, campaign=campaign, people={unit: size for unit, size in units.items() if size})
    duty = make_duty(
        clerk,
        campaign,
        "每月最后一个星期五下午",
        list(units),
        exempt=[exempt],
        exempt_reason="已管绿地",
        headcount_rule=rule,
    )
    friday = date(2026, 3, 27)
    assert [on(duty, friday, unit).people for unit in units] == [1, None, 3, None, 4, None]
    assert not Occurrence.objects.filter(unit=exempt).exists()
    (sheet,) = rule_sheets(campaign)
    assert [line.why for line in sheet.unresolved] == [
        "5人，规则没有唯一的答案",
        "12人，规则没有唯一的答案",
        "单位人数没有填",
    ]
    with pytest.raises(Invalid, match="11至14人"):
        settle_bands(by=clerk, rule=rule, bands=[Band(None, 4, 1), Band(5, 10, 3), Band(15, None, 4)], version=1)
    settled = settle_bands(by=clerk, rule=rule, bands=[Band(None, 4, 1), Band(5, 14, 3), Band(15, None, 4)], version=1)
    assert settled.settled_by == clerk and settled.words == ROAD
    assert [on(duty, friday, unit).people for unit in units] == [1, 3, 3, 3, 4, None]
    set_headcounts(by=clerk, campaign=campaign, people={list(units)[-1]: 6})
    assert on(duty, friday, list(units)[-1]).people == 3
    with pytest.raises(NotPossible, match="别人刚改过"):
        settle_bands(by=clerk, rule=rule, bands=[Band(None, None, 1)], version=1)


def test_what_is_past_keeps_the_number_of_its_day(clerk, campaign, bureau, today):
    rule = create_headcount_rule(by=clerk, campaign=campaign, name="清扫", words="9人以下1人，10人以上2人")
    set_headcounts(by=clerk, campaign=campaign, people={bureau: 9})
    duty = make_duty(clerk, campaign, "每周三", [bureau], headcount_rule=rule)
    set_headcounts(by=clerk, campaign=campaign, people={bureau: 30})
    assert [on(duty, day).people for day in (date(2026, 3, 4), date(2026, 3, 18))] == [1, 2]


def test_a_temporary_notice_reaches_the_liaisons_and_stands_beside_its_date(
    clerk, liaison, other, campaign, bureau, today
):
    duty = make_duty(clerk, campaign, "每月最后一个星期五下午", [bureau])
    arrange(by=clerk, duty=duty, original_day=date(2026, 3, 27), text="下午3点在广场集合")
    (notice,) = Notice.objects.filter(code="duties.arrangement")
    assert (notice.user, notice.text, notice.url) == (liaison, "下午3点在广场集合", f"/duties/{duty.pk}/")
    with pytest.raises(Invalid, match="没有这项工作"):
        arrange(by=clerk, duty=duty, original_day=date(2026, 3, 26), text="下午3点")


@pytest.mark.parametrize(
    ("words", "values", "refusal"),
    [
        ("每月不少于900次", {}, "最多200次"),
        ("每周三", {"ends_on": date(2026, 2, 1)}, "早于开始日期"),
        ("每周三", {"starts_on": date(2027, 2, 1)}, "活动结束以后"),
        ("每周三", {"title": " "}, "写清楚做什么"),
    ],
)
def test_a_duty_that_cannot_be_is_refused_in_words(words, values, refusal, clerk, campaign, bureau):
    with pytest.raises(Invalid, match=refusal):
        make_duty(clerk, campaign, words, [bureau], **values)
    assert not Duty.objects.exists()


def test_a_stale_form_overwrites_nothing(clerk, campaign, bureau, today):
    from weicheng.work.duties.services.keeping import change_duty, values_of

    duty = make_duty(clerk, campaign, "每周三", [bureau])
    change_duty(by=clerk, duty=duty, values=values_of(duty), version=1)
    with pytest.raises(NotPossible, match="别人刚改过"):
        change_duty(by=clerk, duty=duty, values=values_of(duty), version=1)
