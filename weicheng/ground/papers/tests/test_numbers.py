"""The register has no gap and no number twice, whoever asks at the same time; a void number stays with its reason."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.audit import history
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services.units import rename_unit
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import NumberRegister, Paper
from weicheng.ground.papers.services.issuing import draft_paper, issue_paper, void_paper
from weicheng.ground.papers.tests.factories import DAY, issued


@pytest.fixture
def office(db):
    return user_with_role(Role.OFFICE)


def test_each_campaign_kind_and_year_counts_for_itself(office):
    campaign, other = CampaignFactory(), CampaignFactory()
    numbers = [issued(office, campaign).number for _ in range(2)]
    numbers += [issued(office, campaign, kind=PaperKind.NOTICE).number]
    numbers += [issued(office, campaign, on=date(2027, 1, 4)).number, issued(office, other).number]
    assert numbers == [
        "责任书〔2026〕第1号", "责任书〔2026〕第2号", "通知单〔2026〕第1号", "责任书〔2027〕第1号", "责任书〔2026〕第1号",
    ]  # fmt: skip


def test_a_paper_that_cannot_be_made_takes_no_number(office):
    campaign = CampaignFactory()
    issued(office, campaign)
    draft = draft_paper(by=office, campaign=campaign, kind=PaperKind.LETTER, title="责任书", unit=UnitFactory())

    def broken(paper: Paper) -> bytes:
        raise RuntimeError("the printer is on fire")

    with pytest.raises(RuntimeError):
        issue_paper(by=office, paper=draft, on=DAY, render=broken)
    draft.refresh_from_db()
    assert (draft.state, draft.serial, draft.file) == (PaperState.DRAFT, None, None)
    assert issued(office, campaign).serial == 2


def test_a_void_number_stays_in_the_register_with_its_reason_and_is_not_given_again(office):
    campaign = CampaignFactory()
    first = issued(office, campaign)
    with pytest.raises(Invalid, match="原因"):
        void_paper(by=office, paper=first, reason="  ")
    void_paper(by=office, paper=first, reason="打错单位")
    with pytest.raises(NotPossible, match="作废"):
        void_paper(by=office, paper=first, reason="再来一次")
    assert issued(office, campaign).serial == 2
    kept = Paper.objects.get(pk=first.pk)
    assert (kept.number, kept.state, kept.void_reason) == ("责任书〔2026〕第1号", PaperState.VOID, "打错单位")
    assert history(kept).first().reason == "打错单位"


def test_the_database_itself_refuses_a_number_twice(office):
    first = issued(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(
            campaign=first.campaign, kind=first.kind, year=first.year, serial=first.serial, title="假", state="issued"
        )


def test_the_paper_bears_the_name_of_the_unit_on_its_day(office):
    unit = UnitFactory(name="青禾区卫生局")
    paper = issued(office, unit=unit)
    rename_unit(by=office, unit=unit, name="青禾区卫生健康局", on=date(2026, 5, 20))
    later = issued(office, paper.campaign, unit=unit, on=date(2026, 6, 1))
    between = issued(office, paper.campaign, unit=unit, on=date(2026, 5, 10))
    paper.refresh_from_db()
    assert [one.unit_name for one in (paper, between, later)] == ["青禾区卫生局", "青禾区卫生局", "青禾区卫生健康局"]


def test_a_file_name_leads_nowhere_else(office):
    paper = issued(office, unit=UnitFactory(name="../../etc/局\\x"))
    assert "/" not in paper.file_name() and "\\" not in paper.file_name()
    assert paper.file.sha256 == paper.sha256


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_have_no_gap_and_no_twin():
    office, campaign, many = user_with_role(Role.OFFICE), CampaignFactory(), 8
    drafts = [
        draft_paper(by=office, campaign=campaign, kind=PaperKind.LETTER, title="责任书", unit=UnitFactory())
        for _ in range(many * 2)
    ]
    barrier, failures = threading.Barrier(many), []

    def run(own: list[Paper]) -> None:
        try:
            barrier.wait(60)
            for draft in own:
                issue_paper(by=office, paper=draft, on=DAY, render=lambda paper: paper.number.encode())
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(drafts[place::many],)) for place in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert failures == []
    serials = Paper.objects.filter(campaign=campaign).values_list("serial", flat=True)
    assert sorted(serials) == list(range(1, many * 2 + 1))
    assert NumberRegister.objects.get(campaign=campaign).last == many * 2


@pytest.mark.django_db(transaction=True)
def test_the_same_draft_issued_twice_at_once_goes_out_once():
    office = user_with_role(Role.OFFICE)
    draft = draft_paper(
        by=office, campaign=CampaignFactory(), kind=PaperKind.LETTER, title="责任书", unit=UnitFactory()
    )
    barrier, outcomes = threading.Barrier(2), []

    def run() -> None:
        try:
            barrier.wait(60)
            issue_paper(by=office, paper=draft, on=DAY, render=lambda paper: paper.number.encode())
            outcomes.append("issued")
        except NotPossible as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert sorted(outcomes)[0] == "issued" and "不能再发出" in sorted(outcomes)[1]
    assert NumberRegister.objects.get().last == 1
