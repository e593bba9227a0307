"""Letters of the sample: issued to all units, two thirds signed, two out of date; zones with sponsors, one without."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.jobs import run_inline
from weicheng.ground.org.models import Person, Unit, User
from weicheng.ground.org.services import add_person
from weicheng.ground.papers.choices import PaperKind, Variant
from weicheng.ground.papers.models import Paper
from weicheng.ground.places import services as places
from weicheng.work.letters.selectors.lateness import pressing
from weicheng.work.letters.selectors.pages import letter_list
from weicheng.work.letters.selectors.signers import chiefs_of
from weicheng.work.letters.services.checking import check_letters
from weicheng.work.letters.services.issuing import issue_batch
from weicheng.work.letters.services.meeting import sign_many
from weicheng.work.plans.models import Task
from weicheng.work.plans.services import editing
from weicheng.work.plans.status import Moment

# name, limits, owner, sponsoring department ("" = nobody yet), leader
ZONES = (
    ("人民路（解放街口至南桥）", "东至护城河，西至人民路西侧门店，含背街小巷4条", "QH-BY", "QH-CG", "分管副区长 方某"),
    ("北苑早市片区", "北苑路以南、学府街以北，含早市和公厕2座", "QH-BY", "QH-SJ", "副区长 冯某"),
    ("河湾老街", "老街全段及两侧巷道，渔市码头至河口桥", "QH-HW", "QH-ZJ", "区委常委 董某"),
    ("柳堤沿河绿带", "柳堤路与护城河之间，南北长1.8公里", "QH-LA", "QH-SW", "副区长 冯某"),
    ("东桥农贸市场周边", "市场四周道路及停车场，含桥头社区沿街门店", "QH-DQ", "QH-SWJ", "区政协副主席 程某"),
    ("禾丰镇集镇街区", "镇政府前街、集贸街、客运站广场", "QH-HF", "QH-JT", "区人大副主任 曹某"),
    ("青石镇出入口", "国道出入口至石门村口两侧各50米", "QH-QS", "", ""),
)


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Through the services of the office itself."""
    _zones(campaign, office, today)
    units = [line.unit for line in letter_list(campaign, office).lines if line.leads + line.coops]
    run_inline(issue_batch(by=office, campaign=campaign, kind=PaperKind.LETTER, units=units))
    letters = list(Paper.objects.current().filter(campaign=campaign, kind=PaperKind.LETTER).order_by("serial"))
    signed = [paper for paper in letters if paper.serial and paper.serial % 3]
    chiefs = chiefs_of([paper.unit_id for paper in signed if paper.unit_id], today)
    names = {
        paper: first.name for paper in signed if paper.unit_id and (first := chiefs[paper.unit_id].first) is not None
    }
    if names:  # issued and signed by the clock of the machine, whatever day the story is told for
        sign_many(by=office, papers=names, on=timezone.localdate())
    _outdate(campaign, office, signed)
    check_letters(campaign=campaign)
    _calls(campaign, office)


def _zones(campaign: Campaign, office: User, today: date) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for name, limits, owner, department, leader in ZONES:
        zone = places.add_zone(by=office, campaign=campaign, name=name, limits=limits, owner=units[owner])
        if not department:
            continue
        title, _, person_name = leader.rpartition(" ")
        person = Person.objects.filter(name=person_name).first() or add_person(by=office, name=person_name)
        places.sponsor_zone(
            by=office,
            zone=zone,
            department=units[department],
            leader=person,
            leader_title=title,
            chief=chiefs_of([units[department].pk], today)[units[department].pk].first,
            start=today - timedelta(days=90),
            reason="责任区划分通知",
        )


def _outdate(campaign: Campaign, office: User, signed: list[Paper]) -> None:
    """Two deadlines brought forward since the signing, each of a task that only one signed unit has."""
    alone = Task.objects.live().filter(campaign=campaign, done_on=None, reported_on=None, due_on__isnull=False)
    alone = alone.annotate(shared=Count("owners")).filter(shared=1)
    moved = 0
    for unit_id in [paper.unit_id for paper in signed]:
        task = alone.filter(owners__unit=unit_id, owners__role="lead").order_by("-due_on").first()
        if task is None or task.due_on is None:
            continue
        # Brought forward by a few days; one that is nearly due, by one.
        days = 1 if (task.due_on - timezone.localdate()).days < 7 else 3
        changes = {"due_on": task.due_on - timedelta(days=days)}
        editing.change_task(by=office, task=task, version=task.version, changes=changes, reason="调度会要求提前")
        moved += 1
        if moved == 2:
            return


def _calls(campaign: Campaign, office: User) -> None:
    """Some notices, and reminders of whatever colours there are."""
    found = pressing(campaign, Moment.of(campaign))
    if found:
        run_inline(
            issue_batch(by=office, campaign=campaign, kind=PaperKind.NOTICE, units=[one.unit for one in found[:4]])
        )
    for variant in Variant:
        units = [one.unit for one in found if one.of(variant)][:2]
        if units:
            run_inline(issue_batch(by=office, campaign=campaign, kind=PaperKind.REMINDER, units=units, variant=variant))
