"""One meaning of material: the completeness matrix, the coverage and the volumes count the same things, under either edition."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import Evidence, EvidenceClause
from weicheng.ground.evidence.selectors.library import Filter, library
from weicheng.ground.papers.services.clauses import set_paper_clauses
from weicheng.ground.papers.tests.official import issued_of
from weicheng.ground.standards.choices import CrossKind, EditionKind
from weicheng.ground.standards.models import Clause, Crosswalk, Edition
from weicheng.judgement.archive.selectors.contents import contents_of
from weicheng.judgement.archive.selectors.matrix import cell_things, clause_matrix, unit_matrix
from weicheng.judgement.archive.tests.factories import edition_of, evidence_of, volume_of
from weicheng.work.coverage.selectors.holes import HoleKind, holes
from weicheng.work.coverage.selectors.standing import standing_rows, standings
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.clauses import TaskClause
from weicheng.work.plans.models import Task
from weicheng.work.plans.tests.factories import PlanFactory, SourceFactory, TaskFactory

pytestmark = pytest.mark.django_db
NOW = timezone.localdate().year
DAY = date(NOW, 5, 6)


def planned(campaign: Campaign, clause: Clause, title: str = "攻坚方案") -> Task:
    """A task that carries the clause, from a published plan of this year."""
    task = TaskFactory(campaign=campaign)
    TaskClause.objects.create(task=task, clause=clause, is_primary=True)
    plan = PlanFactory(campaign=campaign, title=title, state=PlanState.PUBLISHED, issued_on=date(NOW, 2, 1), year=NOW)
    SourceFactory(task=task, plan=plan)
    return task


def in_matrix(campaign: Campaign, clause: Clause) -> list[str]:
    row = next(row for row in clause_matrix(campaign, [NOW], DAY).rows if row.key == clause.pk)
    return [cell.word for cell in row.cells]


def in_coverage(campaign: Campaign) -> dict[int, int]:
    return {row.clause.pk: row.files_now for row in standing_rows(standings(campaign))}


def without_material(campaign: Campaign) -> set[int]:
    found = holes(campaign, standing_rows(standings(campaign)))
    return {hole.clause.pk for hole in found if hole.kind == HoleKind.FILE}


def cross(old: Clause, new: Clause) -> None:
    table = Edition.objects.filter(kind=EditionKind.CROSSWALK).first()
    table = table or Edition.objects.create(
        code="cross", title="对照", short_title="对照", authority="national", kind=EditionKind.CROSSWALK
    )
    Crosswalk.objects.create(
        table=table, old=old.edition, new=new.edition, old_clause=old, new_clause=new, kind=CrossKind.MOVED
    )


def test_a_general_plan_is_material_only_of_the_clauses_that_its_rows_carry(campaign, clauses) -> None:
    task = planned(campaign, clauses[0])
    assert in_matrix(campaign, clauses[0])[0] == "1" and in_matrix(campaign, clauses[1])[0] == "缺"
    assert without_material(campaign) == {clause.pk for clause in clauses[1:]}
    Task.objects.filter(pk=task.pk).update(withdrawn_at=timezone.now())
    assert in_matrix(campaign, clauses[0])[0] == "缺" and clauses[0].pk in without_material(campaign)


def test_coverage_and_matrix_never_disagree(campaign, clauses, office, bureau) -> None:
    part = Clause.objects.create(
        edition=campaign.edition, chapter=clauses[0].chapter, parent=clauses[0], key="c1a", title="分项", gist="要点",
        order=99,
    )  # fmt: skip
    both = evidence_of(campaign, part, by=office, kind="check", year=NOW, unit=bureau)
    EvidenceClause.objects.create(evidence=both, clause=clauses[0])
    planned(campaign, clauses[2])
    set_paper_clauses(by=office, paper=issued_of(office, campaign, "report"), clauses=[clauses[3], clauses[4]])
    counted = in_coverage(campaign)
    for clause in clauses:
        row = in_matrix(campaign, clause)
        assert counted[clause.pk] == sum(int(word) for word in row if word.isdecimal()), clause
    assert counted[clauses[0].pk] == 1, "one file under a clause and its part is one material of the clause"
    assert in_matrix(campaign, clauses[3])[3] == "1", "an official report is a summary, and counts once"
    assert [row.label for row in unit_matrix(campaign, [NOW], DAY, clause=clauses[0].pk).rows] == [str(bureau)]


def test_an_issued_paper_lies_in_the_volumes_of_its_clauses_with_its_number_and_once(campaign, clauses, office) -> None:
    paper = issued_of(office, campaign)
    volume = volume_of(campaign, by=office, year=NOW, clause=clauses[0])
    assert contents_of(volume) == []
    set_paper_clauses(by=office, paper=paper, clauses=[clauses[0]])
    [thing] = contents_of(volume)
    assert (thing.source, thing.paper_number) == (f"official:{paper.pk}", str(paper.entry))
    Evidence.objects.update(removed_at=timezone.now())
    assert contents_of(volume) == [], "taken down in the library, it proves nothing"


def test_a_notice_to_put_right_lies_under_the_clauses_that_were_picked_for_it(
    campaign, clauses, office, bureau
) -> None:
    desk = Client()
    desk.force_login(office)
    form = {
        "unit": bureau.pk,
        "found_on": timezone.localdate(),
        "due_on": timezone.localdate(),
        "faults": "早市 | 垃圾满溢",
    }
    page = desk.post(reverse("papers:rectify"), {**form, "clauses": [clauses[0].pk, 10**9, "x"]}, follow=True)
    assert "已发出" in page.content.decode()
    [thing] = cell_things(campaign, clauses[0], NOW, "check", None)
    assert thing.kind == "paper" and thing.unit_id == bureau.pk
    assert in_matrix(campaign, clauses[0])[1] == "1" and in_matrix(campaign, clauses[1])[1] == "缺"


def test_what_was_sorted_under_the_old_edition_lies_in_the_volume_of_the_new_and_back(
    campaign, clauses, office
) -> None:
    found = evidence_of(campaign, clauses[0], by=office, title="旧条款的材料", kind="check", year=NOW)
    EvidenceClause.objects.create(evidence=found, clause=clauses[1])
    planned(campaign, clauses[1], "旧条款的方案")
    newer = edition_of(code="nat-newer")
    fresh = list(newer.clauses.order_by("order"))
    for old in clauses[:2]:  # two became one
        cross(old, fresh[0])
    old_volume = volume_of(campaign, by=office, year=NOW, clause=clauses[0])
    campaign.edition = newer
    campaign.save(update_fields=["edition"])
    volume = volume_of(campaign, by=office, year=NOW, clause=fresh[0])
    assert {thing.title for thing in contents_of(volume)} == {"旧条款的材料", "旧条款的方案"}
    assert contents_of(volume_of(campaign, by=office, year=NOW, clause=fresh[1])) == []
    assert in_matrix(campaign, fresh[0])[:2] == ["1", "1"] and in_coverage(campaign)[fresh[0].pk] == 2
    assert len(cell_things(campaign, fresh[0], NOW, "check", None)) == 1
    assert list(library(campaign, office, Filter(clause=fresh[0]), DAY)) == [found]
    late = evidence_of(campaign, fresh[0], by=office, title="新条款的材料", year=NOW)
    assert late.title in {thing.title for thing in contents_of(old_volume)}, "the crosswalk is read either way round"


def test_the_rule_stands_on_both_pages(campaign, office) -> None:
    desk = Client()
    desk.force_login(office)
    for name in ("archive:matrix", "coverage:overview"):
        assert "覆盖和档案完整度数的是同一批" in desk.get(reverse(name)).content.decode()
