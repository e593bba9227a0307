"""A small city with one of everything that an address can name, and one account of every role."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import time
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from weicheng.engines.gongwen.rectification import Fault
from weicheng.engines.worktime.standing import read_demand
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence import services as library
from weicheng.ground.evidence.links import download_url
from weicheng.ground.evidence.models import PhotoMatch
from weicheng.ground.evidence.services import store_file
from weicheng.ground.evidence.services.finishing import finish_file
from weicheng.ground.evidence.tests import files
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.ground.notices.tests.factories import message, robot_of, tell
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import RoleAssignment, Unit, User
from weicheng.ground.org.tests.factories import (
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    UnitFactory,
    user_with_role,
)
from weicheng.ground.papers.services.approving import submit_paper
from weicheng.ground.papers.services.incoming import register_incoming
from weicheng.ground.papers.services.official_issuing import distribute
from weicheng.ground.papers.services.printing import keep_pdf
from weicheng.ground.papers.services.rectifying import issue_rectification
from weicheng.ground.papers.services.signing import record_signing
from weicheng.ground.papers.tests.factories import issued
from weicheng.ground.papers.tests.official import draft_of, issued_of
from weicheng.ground.places.services import add_zone, sponsor_zone
from weicheng.ground.standards.models import Clause, Indicator, Target
from weicheng.ground.standards.services.verifying import verify_figure
from weicheng.ground.standards.tests.factories import ClauseFactory
from weicheng.judgement.archive.models import Item
from weicheng.judgement.archive.services import acceptance, boxes, filing
from weicheng.judgement.archive.services.exports import request_export
from weicheng.judgement.archive.services.volumes import describe_volume, open_volume
from weicheng.judgement.titles.services import package
from weicheng.judgement.titles.services.files import keep_upload
from weicheng.judgement.titles.tests.making import bid_of, step, title_of
from weicheng.work.cascade.services import answers
from weicheng.work.cascade.services.calls import open_call
from weicheng.work.consultation.asking import asks_of
from weicheng.work.consultation.services.replying import reply_rows
from weicheng.work.consultation.services.rounds import open_round
from weicheng.work.difficulties.models import Difficulty, Step
from weicheng.work.duties.models import Roster
from weicheng.work.duties.services import roster_drafting, roster_planning
from weicheng.work.duties.services.headcounts import create_headcount_rule
from weicheng.work.duties.services.keeping import DutyValues, create_duty
from weicheng.work.duties.services.recording import record
from weicheng.work.indicators.models import TableUpload
from weicheng.work.indicators.reading import Period, Typed
from weicheng.work.indicators.services.filling import save_value
from weicheng.work.indicators.services.owning import assign_owner
from weicheng.work.meetings.services import agenda, attendance, following
from weicheng.work.meetings.tests.factories import meeting_of
from weicheng.work.plans.choices import OwnerRole, PlanState
from weicheng.work.plans.models import CalendarFeed, DraftOwner, LedgerImport, Plan, ProgressFile, SavedView, Task
from weicheng.work.plans.services.postponing import ask_postponement
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, RowFactory, SourceFactory, TaskFactory
from weicheng.work.reminders.models import EntryQuestion, Reminded, Reminder
from weicheng.work.reports.periods import period_of

ROLES = ("anonymous", "office", "leader", "liaison", "other", "inspector", "auditor", "admin")


@dataclass(slots=True)
class World:
    """``users`` by role (``liaison`` is that of the unit that has the task, ``other`` of another unit); ``args``: the
    arguments of an address by the word that the table of doors gives it."""

    campaign: Campaign
    users: dict[str, User]
    args: dict[str, list[Any]] = field(default_factory=dict)
    task_pk: int = 0


def build_world(text: str = "") -> World:
    """``text`` stands in every place where a person or a paper can put words; empty for plain ones."""
    clause = ClauseFactory(title=f"厕所革命{text}"[:60], place_types=[f"公厕{text}"])
    campaign = CampaignFactory(name=f"创建国家卫生区{text}"[:40], edition=clause.edition)
    mine = UnitFactory(
        name=f"青禾区城市管理局{text}"[:100], short_name=f"城管局{text}"[:50], aliases=[f"城管{text}"[:100]]
    )
    theirs = UnitFactory(name="青禾区水务局")
    users = _users(mine, theirs, text)
    world = World(campaign, users)
    world.args |= _standards(clause, users["office"], text)
    _organisation(world, mine, text)
    _papers(world, mine, text)
    _letters(world, mine, text)
    _official(world, mine, text)
    _notices(world, text)
    _cascade(world, text)
    _reports(world)
    _standing(world, mine, text)
    _rosters(world, mine, text)
    _consultation(world, mine, text)
    _meetings(world, mine, text)
    _titles(world, mine, text)
    _indicators(world, mine, text)
    _library(world, mine, text)
    _archive(world, mine, text)
    return world


def _standards(clause: Clause, office: User, text: str) -> dict[str, list[Any]]:
    edition = clause.edition
    held = verify_figure(
        by=office, edition=edition, subject="clause", key=clause.key, field="number", value="15",
        source=f"正式文本{text}"[:200], reason=f"已对照{text}"[:300],
    )  # fmt: skip
    return {"edition": [edition.pk], "clause of edition": [edition.pk, clause.key], "verification": [held.pk]}


def _users(mine: Any, theirs: Any, text: str) -> dict[str, User]:
    users = {role: user_with_role(role, name=f"{role}{text}"[:50]) for role in ("office", "leader", "auditor", "admin")}
    users["inspector"] = user_with_role(Role.INSPECTOR, name="督查员")
    users["liaison"] = user_with_role(Role.LIAISON, mine, name=f"联络员{text}"[:50])
    users["other"] = user_with_role(Role.LIAISON, theirs, name="水务联络员")
    return users


def _organisation(world: World, mine: Any, text: str) -> None:
    person = PersonFactory(name=f"王某{text}"[:50], phone="13900001234", user=world.users["liaison"])
    post = PostFactory(person=person, unit=mine, title=f"科员{text}"[:50])
    group = GroupFactory(name=f"领导小组{text}"[:100])
    seat = MembershipFactory(group=group, person=person, home_unit=mine, title=f"局长{text}"[:80])
    role = RoleAssignment.objects.get(user=world.users["liaison"])
    for word, row in {
        "unit": mine,
        "person": person,
        "post": post,
        "group": group,
        "seat": seat,
        "account": world.users["liaison"],
        "role": role,
        "campaign": world.campaign,
    }.items():
        world.args[word] = [row.pk]


def _library(world: World, mine: Any, text: str) -> None:
    """A photo of the unit in the library, one that looks like it, and a paper that was taken down."""
    office, campaign = world.users["office"], world.campaign
    clauses = [campaign.edition.clauses.get()] if campaign.edition else []
    photos = [
        library.upload_evidence(
            by=world.users["liaison"],
            campaign=campaign,
            upload=files.picture(name=f"现场{text}.jpg"[-100:], quality=quality),
            unit=mine,
            clauses=clauses,
            note=f"说明{text}"[:300],
        ).evidence
        for quality in (80, 40)
    ]
    paper = files.plain(f"灭蚊记录{text}", name=f"记录{text}.txt"[-100:])
    taken = library.upload_evidence(by=office, campaign=campaign, upload=paper, unit=mine).evidence
    for photo in photos:
        finish_file(photo.file)
    finish_file(taken.file)
    library.change_evidence(by=office, evidence=photos[0], values={"title": f"现场{text}"[:200]})
    library.remove_evidence(by=office, evidence=taken, reason=f"传错{text}"[:200])
    match = PhotoMatch.objects.get()
    world.args |= {
        "evidence": [photos[0].pk],
        "removed evidence": [taken.pk],
        "evidence size": [photos[0].pk, "s"],
        "evidence match": [photos[0].pk, match.pk],
    }


def _archive(world: World, mine: Any, text: str) -> None:
    """A volume of the unit with a photo and a defect, an export of it, an item with its number in a box."""
    office, campaign, today = world.users["office"], world.campaign, timezone.localdate()
    clause = campaign.edition.clauses.get() if campaign.edition else None
    assert clause is not None
    volume = open_volume(by=office, campaign=campaign, chapter=clause.chapter, year=today.year, unit=mine)
    words = {"title": f"案卷{text}"[:200], "keeper": f"周某{text}"[:50], "note": f"说明{text}"}
    volume = describe_volume(by=office, volume=volume, values=words)
    export = request_export(by=office, volume=volume, form="zip")
    found = [acceptance.Found(f"缺检查记录{text}"[:300], mine, today)]
    liaison, key = world.users["liaison"], uuid.uuid4()
    look = acceptance.record_acceptance(
        by=liaison, volume=volume, key=key, level="unit", result="returned", on=today, people="王某", defects=found
    )
    item = Item.objects.create(
        campaign=campaign, title=f"归档件{text}"[:300], author=f"创卫办{text}"[:100], on=today, year=today.year,
        retention="D30", pages=1, by=office,
    )  # fmt: skip
    filing.number_items(by=office, campaign=campaign, items=[item])
    box = boxes.fill_box(by=office, campaign=campaign, items=[item])
    world.args |= {
        "volume": [volume.pk],
        "volume sheet": [volume.pk, "cover"],
        "volume export": [export.uid],
        "volume defect": [volume.pk, look.defects.get().pk],
        "archive cell": [clause.pk, today.year, "plan"],
        "archive item": [item.pk],
        "archive box": [box.pk],
        "xlsx": ["xlsx"],
        "number": ["number"],
    }


def _indicators(world: World, mine: Any, text: str) -> None:
    """An indicator of the edition that the unit owes, with a value that waits for its check, and a table read in."""
    edition = world.campaign.edition
    indicator = Indicator.objects.create(
        edition=edition,
        key="lamps",
        name=f"道路装灯率{text}"[:80],
        unit="%",
        owners=[f"住建局{text}"],
        source=text[:200],
    )
    Target.objects.create(indicator=indicator, level="city", judge="GE", value=100)
    office, liaison, year = world.users["office"], world.users["liaison"], timezone.localdate().year - 1
    assign_owner(by=office, campaign=world.campaign, indicator=indicator, unit=mine)
    typed = Typed(value="98", source_title=f"年报{text}"[:200], note=f"说明{text}"[:500], scope=f"建成区{text}"[:20])
    entry = save_value(
        by=liaison, campaign=world.campaign, indicator=indicator, period=Period(year), typed=typed, key=uuid.uuid4()
    )
    table = TableUpload.objects.create(campaign=world.campaign, user=office, file_name=f"表{text}.xlsx"[:255])
    world.args |= {"indicator": [indicator.pk], "value check": [entry.pk, "check"], "value table": [table.token]}


def _notices(world: World, text: str) -> None:
    notice = tell(
        world.users["liaison"], f"任务快到期{text}"[:200], text=f"请办理{text}", campaign_id=world.campaign.pk
    )
    robot = robot_of(world.campaign, name=f"工作群{text}"[:50])
    delivery = message(robot, f"今日汇总{text}"[:250], state="dead", reason=f"没有收下{text}"[:200])
    world.args |= {"notice": [notice.pk], "robot": [robot.pk], "delivery": [delivery.pk]}


def _reports(world: World) -> None:
    """This week, and the report of the unit with the task."""
    period = period_of(world.campaign, "week", timezone.localdate())
    assert period is not None
    day = period.first.isoformat()
    world.args |= {"week": ["week", day], "report": [world.args["unit"][0], "week", day]}


def _cascade(world: World, text: str) -> None:
    """The published plan put to the units, and what the unit with the task answers."""
    office, mine = world.users["office"], Unit.objects.get(pk=world.args["unit"][0])
    plan, task = Plan.objects.get(pk=world.args["published"][0]), Task.objects.get(pk=world.task_pk)
    call = open_call(by=office, plan=plan, reply_by=timezone.localdate(), note=f"落实到人{text}")
    answer = answers.answer_of(by=office, call=call, unit=mine)
    row = answers.add_row(by=office, answer=answer, key=uuid.uuid4(), title=f"分片包干{text}"[:200], tasks=[task])
    world.args |= {
        "call": [call.pk],
        "answer": [call.pk, mine.pk],
        "answer submit": [call.pk, mine.pk, "submit"],
        "unit row": [row.pk],
    }


def _consultation(world: World, mine: Any, text: str) -> None:
    """A round on the plan under review with an objection, and a deadline that the unit asks to put off."""
    review, liaison = Plan.objects.get(pk=world.args["review"][0]), world.users["liaison"]
    found = open_round(by=world.users["office"], plan=review, reply_by=timezone.localdate(), note=f"请看{text}")
    rows = [(ask.row.pk, ask.print) for ask in asks_of(review, [mine.pk])]
    reply_rows(by=liaison, round_=found, unit=mine, rows=rows, verb="object", reason=f"不归我们{text}")
    task = Task.objects.get(pk=world.task_pk)
    ask_postponement(by=liaison, task=task, due_on="2030-12-31", reason=f"汛期停工{text}")
    world.args |= {
        "round remind": [found.pk, "remind"],
        "round unit": [found.pk, mine.pk],
        "reply": [found.replies.get().pk],
        "published unit": [world.args["published"][0], mine.pk],
    }


def _papers(world: World, mine: Any, text: str) -> None:
    office = world.users["office"]
    body = f"区城管局{text}牵头，6月底前新建公厕4座{text}。区卫健局每季度开展一次病媒消杀。"
    common = {"campaign": world.campaign, "uploaded_by": office, "file_name": f"方案{text}.docx"[:255], "text": body}
    stored = store_file(BytesIO(b"%PDF-1.4 " + uuid.uuid4().bytes), name=f"材料{text}.pdf"[:255], by=office)
    review = PlanFactory(title=f"待审方案{text}"[:200], warnings=[f"提醒{text}"], **common)
    row = RowFactory(plan=review, title=f"新建公厕{text}"[:200], end=len(body) // 2, section=[f"一、{text}"], lead=mine)
    RowFactory(plan=review, title=f"消杀{text}"[:200], start=len(body) // 2, end=len(body), doubts=[f"疑{text}"])
    DraftOwner.objects.create(row=row, text=f"各有关单位{text}"[:100], role=OwnerRole.COOP)
    job = Job.objects.create(kind="plans.read", label=f"读取{text}"[:200], created_by_id=office.pk)
    reading = PlanFactory(title=f"在读方案{text}"[:200], state=PlanState.READING, job=job, **common)
    task = TaskFactory(campaign=world.campaign, title=f"新建公厕{text}"[:200], lead=mine, note=f"备注{text}")
    published = PlanFactory(title=f"已发方案{text}"[:200], state=PlanState.PUBLISHED, **{**common, "file": stored})
    SourceFactory(task=task, plan=published, quote=f"新建公厕{text}", start=0, end=5)
    entry = EntryFactory(task=task, unit=mine, by=world.users["liaison"], text=f"已完成{text}")
    ProgressFile.objects.create(entry=entry, file=stored, name=stored.name)
    view = SavedView.objects.create(campaign=world.campaign, user=office, name=f"视图{text}"[:30], query="due=late")
    feed = CalendarFeed.objects.create(campaign=world.campaign, unit=mine, secret=uuid.uuid4().hex)
    table = {"blocked": False, "changed": [], "conflicts": [], "new": []}
    kept = LedgerImport.objects.create(campaign=world.campaign, user=office, file_name="表.xlsx", rows=table)
    difficulty = Difficulty.objects.create(
        campaign=world.campaign,
        unit=mine,
        unit_name=str(mine),
        task=task,
        text=f"用地没有定{text}",
        remedy=f"已协商{text}",
        wish=f"请协调{text}",
        level="office",
        raised_by=world.users["liaison"],
    )
    Step.objects.create(difficulty=difficulty, verb="raised", level="office", by=world.users["liaison"], text=text)
    question = EntryQuestion.objects.create(
        entry=entry, text=f"是哪几处{text}", asked_by=office, due_on=timezone.localdate()
    )
    wrong = {"file": f"表{text}", "sheet": "填报", "row": 5, "column": "完成数", "value": text, "reason": f"不对{text}"}
    returned = Job.objects.create(
        kind="reminders.sheets",
        args={"campaign": world.campaign.pk, "files": []},
        label="收回1份填报表",
        state="done",
        created_by_id=office.pk,
        result={"files": 1, "written_files": 0, "entries": 0, "same": 0, "errors": [wrong]},
    )
    reminder = Reminder.objects.create(
        campaign=world.campaign, task=task, stage="red", due_on=timezone.localdate(), on=timezone.localdate()
    )
    Reminded.objects.create(reminder=reminder, unit=mine, unit_name=str(mine), user_name=f"联络员{text}"[:50])
    world.args |= {
        "difficulty": [difficulty.pk],
        "difficulty answer": [difficulty.pk, "answer"],
        "entry": [entry.pk],
        "question": [question.pk],
        "sheets job": [returned.pk],
    }
    world.task_pk = task.pk
    world.args |= {
        "": [],
        "review": [review.pk],
        "reading": [reading.pk],
        "published": [published.pk],
        "row": [review.pk, row.pk],
        "row drop": [review.pk, row.pk, "drop"],
        "owner": [review.pk, row.owners.first().pk],
        "task": [task.uid],
        "entry confirm": [entry.pk, "confirm"],
        "view": [view.pk],
        "feed": [feed.secret],
        "import": [kept.token],
        "csv": ["csv"],
        "job": [job.pk],
        "file": [download_url(stored, user=office).rstrip("/").rsplit("/", 1)[-1]],
    }


def _letters(world: World, mine: Any, text: str) -> None:
    """A letter to sign and a signed one, a zone with its sponsor, a batch that ran."""
    office, unit = world.users["office"], UnitFactory(name=f"下属单位{text}"[:100], parent=mine)
    letter = issued(office, world.campaign, unit=mine, made_from={"rows": []})
    signed = issued(office, world.campaign, unit=unit, made_from={"rows": []})
    record_signing(by=office, paper=signed, signer=f"签字人{text}"[:50], on=timezone.localdate())
    zone = add_zone(by=office, campaign=world.campaign, name=f"人民路{text}"[:80], limits=f"东至河{text}", owner=mine)
    bond = sponsor_zone(by=office, zone=zone, department=mine, leader=None, start=timezone.localdate(), reason=text)
    args = {"campaign": world.campaign.pk, "kind": "letter", "variant": "", "units": [mine.pk]}
    job = Job.objects.create(kind="letters.issue", label=f"生成{text}"[:200], args=args, created_by_id=office.pk)
    world.args |= {
        "letter": [letter.pk],
        "signed letter": [signed.pk],
        "zone": [zone.pk],
        "sponsorship": [zone.pk, bond.pk],
        "batch": [job.pk],
        "letter kind": ["letter"],
    }


def _official(world: World, mine: Any, text: str) -> None:
    """A draft, a paper that waits for the leader's word, one that went out to the unit, an incoming one."""
    office, campaign, today = world.users["office"], world.campaign, timezone.localdate()
    words = {
        "title": f"关于整治{text[:120]}的通知",
        "body": f"一、任务{text}\n| 甲{text} | 乙 |",
        "copies": f"区政府{text}"[:400],
    }
    more = {"attachments": [{"name": f"清单{text}"[:150], "text": text}], "note": f"联系人{text}"[:150]}
    draft = draft_of(office, campaign, **words, **more)
    review = submit_paper(by=office, paper=draft_of(office, campaign, **words), steps=[("sign", world.users["leader"])])
    sent = issued_of(office, campaign, **words)
    sent = keep_pdf(by=office, paper=sent, content=b"%PDF-1.4 " + uuid.uuid4().bytes, made_by="test")
    line = distribute(by=office, paper=sent, on=today, channel="paper", units=[mine], names=[f"人武部{text}"[:90]])[0]
    incoming = register_incoming(
        by=office, campaign=campaign, issuer=f"市爱卫办{text}"[:90], title=f"关于报送的通知{text}"[:190], received_on=today,
        number=f"市爱卫办〔2026〕5号{text}"[:60], reply_due=today, wants=f"报送{text}"[:300], handler=office,
    )  # fmt: skip
    world.args |= {
        "official draft": [draft.pk],
        "official review": [review.pk],
        "official step": [review.pk, review.steps.get().pk],
        "official sent": [sent.pk],
        "official page": [sent.pk, 1],
        "official line": [sent.pk, line.pk],
        "official entry": [sent.entry_id],
        "incoming": [incoming.pk],
        "rectify": [
            issue_rectification(
                by=office,
                campaign=campaign,
                unit=mine,
                found_on=today,
                due_on=today,
                faults=[Fault(f"东口{text}"[:90], text[:90])],
            ).pk
        ],
    }


def _standing(world: World, mine: Any, text: str) -> None:
    """A duty with a time that is due today, one record of it, and a head-count rule."""
    office, today = world.users["office"], timezone.localdate()
    values = DutyValues(
        title=f"清扫{text}"[:200], demand=read_demand("每天2次"), units=[mine], starts_on=today, words=f"原话{text}",
        number_unit=f"车{text}"[:20], rhythm_words=f"一日两扫{text}"[:200],
    )  # fmt: skip
    duty = create_duty(by=office, campaign=world.campaign, values=values)
    due = duty.occurrences.get(day=today)
    made = record(by=office, occurrence=due, key=uuid.uuid4(), text=f"扫完{text}")
    rule = create_headcount_rule(by=office, campaign=world.campaign, name=f"派人{text}"[:100], words="9人以下1人")
    world.args |= {"duty": [duty.pk], "due": [due.pk], "record": [made.pk], "headcount rule": [rule.pk]}
    world.args |= {"duty rhythm": [duty.pk, "rhythm"]}


def _rosters(world: World, mine: Any, text: str) -> None:
    """A draft and a published roster of today, planned for the people of the unit and two more."""
    office, today = world.users["office"], timezone.localdate()
    shift = roster_drafting.ShiftWish(f"早班{text}"[:30], time(7, 30), time(9, 30), 1, 1)
    made = []
    for number in (1, 2):
        roster = roster_drafting.create_roster(
            by=office, campaign=world.campaign, unit=mine, name=f"执勤{number}{text}"[:100], starts_on=today,
            ends_on=today, shifts=[shift], place=f"人民路{text}"[:200], requirement=f"红袖章{text}"[:200],
        )  # fmt: skip
        roster_drafting.add_members(by=office, roster=roster, names=[f"甲{number}", f"乙{number}"])
        jobs.run_inline(roster_planning.request_plan(by=office, roster=roster))
        made.append(Roster.objects.get(pk=roster.pk))
    draft, shown = made[0], roster_planning.publish_roster(by=office, roster=made[1])
    turn = shown.turns.get()
    world.args |= {
        "roster draft": [draft.pk],
        "roster draft plan": [draft.pk, "plan"],
        "roster member leave": [draft.pk, draft.members.first().pk, "leave"],
        "roster": [shown.pk],
        "roster today": [shown.pk, today.isoformat()],
        "roster turn": [shown.pk, turn.pk],
        "roster shift": [shown.pk, turn.shift_id],
        "roster feed": [shown.secret],
        "roster substitute": [shown.members.exclude(pk=turn.member_id).first().pk],
    }


def _meetings(world: World, mine: Any, text: str) -> None:
    """A mobilisation meeting of today to which the unit is called, with an item, a pledge and a point to carry out."""
    office = world.users["office"]
    words = {"title": f"动员会{text}"[:120], "place": f"会议室{text}"[:100], "host": f"区长{text}"[:60]}
    meeting = meeting_of(world.campaign, mine, by=office, kind="mobilisation", demands=f"抓紧{text}", **words)
    common = {"by": office, "meeting": meeting}
    file = SimpleUploadedFile(f"材料{text}.pdf"[:200], b"%PDF-1.4 " + uuid.uuid4().bytes)
    item = agenda.add_item(
        **common, key=uuid.uuid4(), kind="read", title=f"方案{text}"[:200], speaker=f"林某{text}"[:60], files=[file]
    )
    pledge = following.add_pledge(**common, key=uuid.uuid4(), unit=mine, text=f"月底做完{text}")
    point = following.add_decision(
        **common, key=uuid.uuid4(), kind="instruction", text=f"清理{text}", speaker=f"季某{text}"[:60], unit=mine
    )
    line = meeting.attendees.get()
    world.args |= {
        "meeting": [meeting.pk],
        "meeting hold": [meeting.pk, "hold"],
        "meeting script": [meeting.pk, "script"],
        "meeting code": [attendance.code_of(meeting)],
        "agenda item": [item.pk],
        "agenda item up": [item.pk, "up"],
        "attendee arrive": [line.pk, "arrive"],
        "pledge keep": [pledge.pk, "keep"],
        "decision task": [point.pk, "task"],
        "attendee": [line.pk],
    }


def _titles(world: World, mine: Any, text: str) -> None:
    """A title that the unit is after, its bid after one step, a policy paper in the package."""
    office = world.users["office"]
    words = {"name": f"文明卫生单位{text}"[:60], "object_name": f"城管局{text}"[:100], "note": text[:300]}
    title = title_of(world.campaign, office, kind="unit", level="county", unit=mine, **words)
    bid = bid_of(title, office, "national-2015", package_object="county")
    move = step(bid, office, "ready", paper_number=f"1号{text}"[:60], note=f"齐了{text}")
    slot = bid.slots.get(key="rules")
    stored, name = keep_upload(SimpleUploadedFile(f"办法{text}.pdf"[:200], b"%PDF-1.4 " + uuid.uuid4().bytes), office)
    file = package.add_file(by=office, slot=slot, key=uuid.uuid4(), taken=package.Taken(stored, name, "upload"))
    job = Job.objects.create(kind="titles.build", label=f"打包{text}"[:200], state="done", created_by_id=office.pk)
    bid.refresh_from_db()
    bid.package, bid.package_at, bid.job = stored, timezone.now(), job
    bid.save()
    world.args |= {
        "measure": ["national-2021"],
        "title": [title.pk],
        "bid": [bid.pk],
        "bid move": [bid.pk, move.pk],
        "bid condition": [bid.pk, "citizen_support"],
        "bid slot": [bid.pk, slot.pk],
        "bid file": [bid.pk, file.pk],
        "bid build": [bid.pk, "build"],
        "bid item": [bid.pk, bid.countdown.first().pk],
    }
