"""Factories for tests of this room and of those above it."""

import hashlib
from datetime import date

import factory
from factory.django import DjangoModelFactory

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.tests.factories import UnitFactory, UserFactory
from weicheng.work.plans.choices import OwnerRole, PlanState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan, ProgressEntry, Task, TaskOwner, TaskSource


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """A row without bytes on the disk."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 1000
    name = "方案.docx"


class PlanFactory(DjangoModelFactory[Plan]):
    """A paper under review."""

    class Meta:
        model = Plan

    campaign = factory.SubFactory(CampaignFactory)
    title = factory.Sequence(lambda n: f"青禾区第{n}号行动方案")
    file = factory.SubFactory(StoredFileFactory)
    file_name = "方案.docx"
    year = 2026
    text = "区城管局牵头，6月底前新建公厕4座。区卫健局每季度开展一次病媒消杀。各镇办按月上报进展。"
    state = PlanState.REVIEW
    uploaded_by = factory.SubFactory(UserFactory)


class RowFactory(DjangoModelFactory[DraftRow]):
    """A row of a plan; ``lead`` gives it a unit."""

    class Meta:
        model = DraftRow
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    order = factory.Sequence(float)
    start = 0
    end = 17
    quote = factory.LazyAttribute(lambda row: row.plan.text[row.start : row.end])
    title = factory.Sequence(lambda n: f"完成第{n}处整治点位")

    @factory.post_generation
    def lead(self, create: bool, extracted: object, **kwargs: object) -> None:
        if extracted is not None:
            DraftOwner.objects.create(row=self, text=str(extracted), unit=extracted, match=MatchKind.EXACT)


class TaskFactory(DjangoModelFactory[Task]):
    """A task of the ledger; ``lead`` gives it a unit, ``coops`` several."""

    class Meta:
        model = Task
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory)
    number = factory.Sequence(lambda n: f"QH-2026-{n:04d}")
    title = factory.Sequence(lambda n: f"完成第{n}处整治点位")
    due_on = date(2026, 6, 30)
    original_due_on = factory.SelfAttribute("due_on")

    @factory.post_generation
    def lead(self, create: bool, extracted: object, **kwargs: object) -> None:
        if extracted is not None:
            TaskOwner.objects.create(task=self, unit=extracted, role=OwnerRole.LEAD)
            Task.objects.filter(pk=self.pk).update(lead_unit=extracted)
            self.lead_unit = extracted

    @factory.post_generation
    def coops(self, create: bool, extracted: object, **kwargs: object) -> None:
        for place, unit in enumerate(extracted or (), 1):
            TaskOwner.objects.create(task=self, unit=unit, role=OwnerRole.COOP, order=place)


class SourceFactory(DjangoModelFactory[TaskSource]):
    class Meta:
        model = TaskSource

    task = factory.SubFactory(TaskFactory)
    plan = factory.SubFactory(PlanFactory, campaign=factory.SelfAttribute("..task.campaign"), state=PlanState.PUBLISHED)
    quote = "区城管局牵头，6月底前新建公厕4座"


class EntryFactory(DjangoModelFactory[ProgressEntry]):
    class Meta:
        model = ProgressEntry

    task = factory.SubFactory(TaskFactory)
    unit = factory.SubFactory(UnitFactory)
    on = date(2026, 5, 1)
    percent = 50
    by = factory.SubFactory(UserFactory)
