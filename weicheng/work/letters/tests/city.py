"""A small city whose units lead and help: what the tests of this room start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel.jobs import run_inline
from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import (
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    UnitFactory,
    user_with_role,
)
from weicheng.ground.papers.choices import PaperKind
from weicheng.ground.papers.models import Paper
from weicheng.work.letters.services.issuing import issue_batch
from weicheng.work.plans.models import Task
from weicheng.work.plans.tests.factories import TaskFactory


@dataclass(slots=True)
class City:
    office: User
    campaign: Campaign
    bureau: Unit
    street: Unit
    toilets: Task
    sweeping: Task

    def issue(self, *units: Unit, kind: str = PaperKind.LETTER, variant: str = "") -> list[Paper]:
        """The papers of one batch, run to its end."""
        job = run_inline(issue_batch(by=self.office, campaign=self.campaign, kind=kind, units=units, variant=variant))
        assert job.error == ""
        return list(Paper.objects.filter(job=job).order_by("serial"))


def build_city(text: str = "") -> City:
    """``text`` stands wherever a person can put words."""
    office = user_with_role(Role.OFFICE)
    campaign = CampaignFactory(area="青禾区", name=f"创建国家卫生区{text}"[:60])
    bureau = UnitFactory(name=f"青禾区城市管理局{text}"[:100], short_name=f"区城管局{text}"[:50], order=1)
    street = UnitFactory(name=f"青禾区北苑街道办事处{text}"[:100], short_name=f"北苑街道{text}"[:50], order=2)
    PostFactory(unit=bureau, kind=PostKind.RESPONSIBLE, title="局长", person=PersonFactory(name=f"温某{text}"[:50]))
    PostFactory(unit=bureau, kind=PostKind.IN_CHARGE, title="副局长", person=PersonFactory(name="卢某"))
    group = GroupFactory(name=f"青禾区创建工作领导小组{text}"[:100], kind=GroupKind.LEADING)
    head = PersonFactory(name=f"季某{text}"[:50])
    MembershipFactory(group=group, person=head, post=MemberPost.HEAD, title="区长")
    soon = timezone.localdate() + timedelta(days=200)
    toilets = TaskFactory(
        campaign=campaign, title=f"新建公厕{text}"[:200], lead=bureau, coops=[street], due_on=soon,
        target_value=Decimal(46), target_unit="座", target_comparator=">=", target_object="公厕",
        quantities=[{"text": "不少于46座"}, {"text": "达标率100%"}],
    )  # fmt: skip
    sweeping = TaskFactory(
        campaign=campaign, title="清扫背街小巷", lead=street, due_on=None, recurrence_text="每日", quantities=[]
    )
    return City(office, campaign, bureau, street, toilets, sweeping)


def content_of(paper: Paper) -> bytes:
    assert paper.file is not None
    with open_file(paper.file) as stream:
        return stream.read()


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)
