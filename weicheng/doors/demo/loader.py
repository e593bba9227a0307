"""Loads the sample campaign through the services that the office itself uses: nothing is written behind their back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from weicheng.doors.demo import (
    archive_story,
    cascade_story,
    clocks,
    consultation_story,
    coverage_story,
    duties_story,
    evidence_story,
    indicators_story,
    letters_story,
    meetings_story,
    notices_story,
    papers_story,
    progress_story,
    reports_story,
    rosters_story,
    standards_story,
    story,
    titles_story,
)
from weicheng.doors.demo.dates import filled, issued_on, month_end, month_of
from weicheng.doors.demo.docx import docx_of
from weicheng.doors.demo.units import ACCOUNTS, SAMPLE_PASSWORD, SURNAMES, UNITS
from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.context import acting_as
from weicheng.ground.org import services as org
from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind
from weicheng.ground.org.models import Group, Unit, User
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan
from weicheng.work.plans.selectors import rows
from weicheng.work.plans.services import publishing, reviewing, uploading

CODE = "QH"
PAPERS = Path(__file__).parent / "papers"
Say = Callable[[str], None]


class NotDemo(Exception):
    """The sample may only be loaded in demo mode."""


def load(say: Say = lambda text: None, today: date | None = None) -> Campaign:
    """The sample campaign, all of it or nothing; the one that is there already is left as it is.

    Raises NotDemo outside demo mode.
    """
    if not settings.DEMO:
        raise NotDemo("示例活动只能在演示模式下装入。请加上 WEICHENG_DEMO=1 再试；正式使用的库里不要装。")
    there = Campaign.objects.filter(code=CODE, is_sample=True).first()
    if there is not None:
        return there
    # One transaction: who is stopped half way finds no half sample that passes for a whole one.
    with transaction.atomic(), acting_as(channel=Channel.CLI):
        return _load(say, today or timezone.localdate())


def _load(say: Say, day: date) -> Campaign:
    say(f"登记{len(UNITS)}个单位和账号")
    units = _units()
    users = _accounts(units)
    office = users["zhou"]
    _people(office, units, issued_on(day))
    say("选定对照的标准")
    campaign = coverage_story.choose(_campaign(day), office)
    standards_story.tell(campaign, office)
    for number, (name, title) in enumerate((("plan", "攻坚行动实施方案"), ("vector", "病媒生物防制工作方案")), 1):
        say(f"读取并发布样例方案{number}：{title}")
        _publish(office, _upload(office, campaign, name, title, day), units["QH-CWB"])
    say("给任务对应标准条款")
    coverage_story.tell(campaign, office)
    say("记录几个月的进展")
    story.tell(campaign, office, day)
    say("提几个难点，发提醒")
    progress_story.tell(campaign, office, day)
    say("放几条通知")
    notices_story.tell(campaign)
    say("排出常态工作，记几周的做没做")
    duties_story.tell(campaign, office, day)
    say("排执勤表")
    rosters_story.tell(campaign, office, day)
    say("请各单位分解方案")
    cascade_story.tell(campaign, office, day)
    say("写两周的周报")
    reports_story.tell(campaign, office, day)
    say("放一份待审阅的方案")
    lanes = _upload(office, campaign, "lanes", "背街小巷环境卫生专项整治方案", day)
    say("向各单位征求意见，签收，申请延期")
    consultation_story.tell(campaign, lanes, office, day)
    say("开动员会、推进会，排周五例会")
    meetings_story.tell(campaign, office, day)
    say("登记称号，申报国家卫生区")
    titles_story.tell(campaign, office, day)
    say("放进几十份佐证材料")
    evidence_story.tell(campaign, office, day)
    say("填三年的指标数据")
    indicators_story.tell(campaign, office, day)
    say("整理三年的档案，建卷、封卷、归档")
    archive_story.tell(campaign, office, day)
    # Letters last: whatever changes a task after them makes them out of date.
    say("出责任书，划责任区")
    letters_story.tell(campaign, office, day)
    say("拟公文，编号印发，登记来文")
    papers_story.tell(campaign, office, day)
    say("把日子排回各自的那一天")
    clocks.set_back(campaign, day)
    return campaign


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for order, (code, name, short, kind, parent, aliases) in enumerate(UNITS):
        units[code] = org.add_unit(
            by=None,
            code=code,
            name=name,
            short_name=short,
            kind=kind,
            parent=units.get(parent),
            aliases=aliases,
            order=order,
            is_sample=True,
        )
    return units


def _accounts(units: dict[str, Unit]) -> dict[str, User]:
    users = {}
    for username, shown, role, code, _ in ACCOUNTS:
        person = org.add_person(by=None, name=shown)
        unit = units[code] if code else None
        users[username] = org.create_account(
            by=None, person=person, role=role, unit=unit, username=username, password=SAMPLE_PASSWORD, is_sample=True
        )
        if unit is not None:
            org.appoint(by=None, person=person, unit=unit, kind=PostKind.LIAISON, title="联络员")
    org.assign_role(by=None, user=users["admin"], role="office")
    return users


def _people(office: User, units: dict[str, Unit], start: date) -> None:
    """A responsible person for every unit, a liaison for nearly all (three are still missing), and the leading group."""
    posts = []
    for place, (code, unit) in enumerate(units.items()):
        chief = org.add_person(by=office, name=f"{unit} {SURNAMES[(place * 7) % len(SURNAMES)]}某")
        org.appoint(by=office, person=chief, unit=unit, kind=PostKind.RESPONSIBLE, title="主要负责人", start=start)
        if code in ("QH-CG", "QH-BY") or place % 14 == 13:
            continue
        liaison = org.add_person(
            by=office, name=f"{unit} {SURNAMES[(place * 5 + 3) % len(SURNAMES)]}某", phone=f"0000-{6000000 + place}"
        )
        posts.append(
            org.appoint(by=office, person=liaison, unit=unit, kind=PostKind.LIAISON, title="联络员", start=start)
        )
    slips = org.open_liaison_accounts(by=office, posts=posts)
    User.objects.filter(pk__in=[slip.user.pk for slip in slips]).update(is_sample=True)
    leading = org.create_group(by=office, name="青禾区创建国家卫生区工作领导小组", kind=GroupKind.LEADING, start=start)
    desk = org.create_group(
        by=office, name="领导小组办公室", kind=GroupKind.OFFICE, parent=leading, host_unit=units["QH-WJ"], start=start
    )
    _members(office, leading, units, start)
    head = org.add_person(by=office, name="区卫健局 简某")
    org.add_member(
        by=office,
        group=desk,
        person=head,
        post=MemberPost.DIRECTOR,
        title="局长",
        home_unit=units["QH-WJ"],
        start=start,
    )


def _members(office: User, leading: Group, units: dict[str, Unit], start: date) -> None:
    for post, title, code, surname in (
        (MemberPost.HEAD, "区长", "QH", "季"),
        (MemberPost.DEPUTY, "分管副区长", "QH", "方"),
        (MemberPost.MEMBER, "局长", "QH-CG", "温"),
        (MemberPost.MEMBER, "局长", "QH-SJ", "庄"),
        (MemberPost.MEMBER, "局长", "QH-ZJ", "柴"),
        (MemberPost.MEMBER, "主任", "QH-BY", "阮"),
    ):
        person = org.add_person(by=office, name=f"{units[code]} {surname}某")
        org.add_member(
            by=office, group=leading, person=person, post=post, title=title, home_unit=units[code], start=start
        )


def _campaign(day: date) -> Campaign:
    starts = month_of(day, -5)
    campaign = Campaign.objects.create(
        code=CODE,
        area="青禾区",
        name=f"创建国家卫生区{starts.year}—{month_end(day, 13).year}",
        sought_title="国家卫生区",
        starts_on=starts,
        ends_on=month_end(day, 13),
        is_sample=True,
    )
    spans = (("动员部署", -5, -3), ("集中攻坚", -2, 1), ("巩固提升", 2, 5), ("迎检", 6, 13))
    for order, (name, first, last) in enumerate(spans):
        Phase.objects.create(
            campaign=campaign, name=name, order=order, starts_on=month_of(day, first), ends_on=month_end(day, last)
        )
    return campaign


def _upload(office: User, campaign: Campaign, name: str, title: str, day: date) -> Plan:
    """Upload as a .docx and read it here and now, as the worker would."""
    text = filled((PAPERS / f"{name}.txt").read_text(encoding="utf-8"), day)
    file = File(BytesIO(docx_of(text)), name=f"{title}.docx")
    plan = uploading.upload_plan(by=office, campaign=campaign, upload=file, name=f"{title}.docx")
    if plan.job is not None:
        jobs.run_inline(plan.job)
    plan.refresh_from_db()
    if plan.state != PlanState.REVIEW:
        raise RuntimeError(f"《{title}》没有读成：{plan.failure}")
    return plan


def _publish(office: User, plan: Plan, desk: Unit) -> None:
    """Review as a person would: what the paper gives to nobody goes to the office, but for three rows still open to question."""
    orphans = [row.pk for row in rows.review_rows(plan) if any(flag.code == "no_lead" for flag in row.flags)]
    if orphans[:-3]:
        reviewing.bulk_set(by=office, plan=plan, rows=orphans[:-3], changes={"lead": desk})
    reviewing.confirm_rows(by=office, plan=plan, rows=list(plan.rows.values_list("pk", flat=True)))
    publishing.publish_plan(by=office, plan=plan, decisions=publishing.Decisions(only_checked=False))
