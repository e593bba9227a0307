"""The completeness matrix, a task for a hole, acceptance by level, the five-unified rules."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.standards.models import Clause
from weicheng.judgement.archive.choices import Level, Result, UnifiedCheck, WorkPart
from weicheng.judgement.archive.models import Acceptance, Defect
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.selectors.matrix import cell_things, chapter_shares, clause_matrix, span_of, unit_matrix
from weicheng.judgement.archive.selectors.matrix_export import matrix_xlsx
from weicheng.judgement.archive.selectors.unified import findings_of, rule_of
from weicheng.judgement.archive.services import acceptance, holes, unified
from weicheng.judgement.archive.services.sealing import seal_volume
from weicheng.judgement.archive.tests.factories import YEAR, evidence_of, volume_of
from weicheng.work.plans.models import Task

pytestmark = pytest.mark.django_db
DAY = date(YEAR, 5, 6)
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=30)


def words(matrix, clause) -> list[str]:
    row = next(row for row in matrix.rows if row.key == clause.pk)
    return [cell.word for cell in row.cells]


def test_the_matrix_shows_what_is_there_missing_and_not_yet_due(volume, campaign, clauses) -> None:
    matrix = clause_matrix(campaign, span_of(DAY), DAY)
    assert matrix.years == [YEAR - 2, YEAR - 1, YEAR]
    assert words(matrix, clauses[0]) == ["缺"] * 8 + ["1", "缺", "缺", "未到"]
    assert words(matrix, clauses[1])[8:] == ["缺", "1", "缺", "未到"]
    december = clause_matrix(campaign, [YEAR], date(YEAR, 12, 1))
    assert words(december, clauses[0]) == ["1", "缺", "缺", "缺"]
    assert words(december, clauses[2]) == ["缺", "缺", "缺", "1"]


def test_a_clause_below_another_counts_with_it(campaign, clauses, office) -> None:
    part = Clause.objects.create(
        edition=campaign.edition,
        chapter=clauses[0].chapter,
        parent=clauses[0],
        key="c1a",
        title="分项",
        gist="要点",
        order=99,
    )
    evidence_of(campaign, part, by=office, kind="plan")
    matrix = clause_matrix(campaign, [YEAR], DAY)
    assert len(matrix.rows) == len(clauses) and words(matrix, clauses[0])[0] == "1"
    assert len(cell_things(campaign, clauses[0], YEAR, "plan", None)) == 1


def test_by_unit_and_for_one_unit(volume, campaign, clauses, bureau) -> None:
    matrix = unit_matrix(campaign, [YEAR], DAY)
    assert [(row.label, [cell.word for cell in row.cells]) for row in matrix.rows] == [
        ("区城管局", ["缺", "1", "缺", "未到"])
    ]
    own = clause_matrix(campaign, [YEAR], DAY, units={bureau.pk})
    assert words(own, clauses[0])[0] == "缺" and words(own, clauses[1])[1] == "1"


def test_shares_of_a_chapter_leave_out_what_is_not_due(volume, campaign) -> None:
    chapter = campaign.edition.chapters.get(number=1)
    assert chapter_shares(campaign, [YEAR], DAY)[(chapter.pk, YEAR)] == (3, 10)


def test_the_matrix_takes_the_same_queries_however_much_there_is(
    volume, campaign, clauses, office, django_assert_max_num_queries
) -> None:
    for number in range(30):
        evidence_of(campaign, clauses[number % 6], by=office)
    with django_assert_max_num_queries(16):
        clause_matrix(campaign, span_of(DAY), DAY)


def test_the_matrix_leaves_as_a_table_with_words(volume, campaign) -> None:
    content = matrix_xlsx(campaign, clause_matrix(campaign, [YEAR], DAY), DAY, "")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[4]][1:] == [1, "缺", "缺", "未到"]


def test_a_hole_becomes_a_task_that_carries_the_clause_and_its_origin(campaign, clauses, office, bureau) -> None:
    task = holes.task_for_hole(
        by=office, campaign=campaign, clause=clauses[0], year=YEAR, part="check", unit=bureau, due_on=LATER
    )
    assert task.title == f"补齐{YEAR}年度“{clauses[0]}”的检查材料"
    assert task.clauses.get().clause == clauses[0] and task.origin_url == holes.hole_url(clauses[0], YEAR, "check")
    with pytest.raises(NotPossible, match=task.number):  # the form came twice
        holes.task_for_hole(
            by=office, campaign=campaign, clause=clauses[0], year=YEAR, part="check", unit=bureau, due_on=LATER
        )
    with pytest.raises(NotAllowed):
        holes.task_for_hole(
            by=user_with_role(Role.LIAISON, bureau), campaign=campaign, clause=clauses[0], year=YEAR, part="check",
            unit=bureau, due_on=LATER,
        )  # fmt: skip


def look(volume, by, level=Level.OFFICE, result=Result.PASSED, defects=(), **values) -> Acceptance:
    given = {"key": uuid.uuid4(), "on": TODAY, "people": "验收组", **values}
    return acceptance.record_acceptance(by=by, volume=volume, level=level, result=result, defects=defects, **given)


def sealed(volume, by):
    return seal_volume(by=by, volume=volume, seen=digest_of(contents_of(volume)), reason="测试")


def test_levels_accept_from_below(campaign, clauses, office, bureau, liaison, volume) -> None:
    own = volume_of(campaign, by=office, unit=bureau)
    with pytest.raises(NotPossible, match="单位自查合格以后"):
        look(own, office)
    with pytest.raises(NotAllowed):
        look(own, user_with_role(Role.LIAISON, UnitFactory()), Level.UNIT)
    look(own, liaison, Level.UNIT)
    with pytest.raises(NotAllowed):
        look(own, liaison, Level.OFFICE)
    own, volume = sealed(own, office), sealed(volume, office)
    look(own, office)
    look(own, office, Level.CITY)
    with pytest.raises(NotPossible, match="不用单位自查"):
        look(volume, office, Level.UNIT)
    look(volume, office)


def test_what_is_empty_or_still_changes_does_not_pass(campaign, clauses, office, bureau, liaison, volume) -> None:
    empty = volume_of(campaign, by=office, year=YEAR - 3, unit=bureau)
    with pytest.raises(NotPossible, match="还没有材料"):
        look(empty, liaison, Level.UNIT)
    with pytest.raises(NotPossible, match="还没有封卷"):
        look(volume, office)
    look(volume, office, result=Result.RETURNED, defects=[acceptance.Found("缺照片", bureau, LATER)])
    assert Acceptance.objects.count() == 1


def test_each_defect_is_a_task_and_re_acceptance_waits_for_them(volume, office, bureau) -> None:
    found = [acceptance.Found("缺2026年检查记录", bureau, LATER), acceptance.Found("总结没有盖章", bureau, LATER)]
    first = look(volume, office, result=Result.RETURNED, defects=found)
    tasks = [defect.task for defect in first.defects.all()]
    assert [task.title for task in tasks] == ["整改档案问题：缺2026年检查记录", "整改档案问题：总结没有盖章"]
    sealed(volume, office)
    assert {task.due_on for task in tasks} == {LATER} and tasks[0].origin_url == f"/archive/{volume.pk}/acceptance/"
    with pytest.raises(NotPossible, match="2个问题还没有整改完成"):
        look(volume, office)
    Task.objects.update(done_on=TODAY)
    again = look(volume, office)
    assert again.turn == 2
    assert set(Defect.objects.values_list("settled_on", "settled_in")) == {(TODAY, again.pk)}


def test_a_unit_finds_by_itself_and_the_office_gives_it_out(campaign, office, bureau, liaison, volume) -> None:
    own = volume_of(campaign, by=office, unit=bureau)
    found = [acceptance.Found("缺照片", bureau, LATER)]
    defect = look(own, liaison, Level.UNIT, Result.RETURNED, found).defects.get()
    assert defect.task is None
    with pytest.raises(NotAllowed):
        acceptance.give_defect(by=liaison, defect=defect)
    task = acceptance.give_defect(by=office, defect=defect)
    assert acceptance.give_defect(by=office, defect=defect) == task


def test_the_same_form_sent_twice_is_one_acceptance(volume, office, bureau) -> None:
    key, found = uuid.uuid4(), [acceptance.Found("缺照片", bureau, LATER)]
    first = look(volume, office, result=Result.RETURNED, defects=found, key=key)
    assert look(volume, office, result=Result.RETURNED, defects=found, key=key) == first
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"on": TODAY + timedelta(days=1)}, "不能晚于今天"),
        ({"people": " "}, "验收人"),
        ({"result": Result.RETURNED}, "至少要写一个问题"),
        ({"result": "fine"}, "请选"),
        ({"level": "province"}, "请选"),
    ],
)
def test_a_look_that_cannot_be_is_refused(volume, office, values, word) -> None:
    with pytest.raises(Invalid, match=word):
        look(volume, office, **values)
    assert not Acceptance.objects.exists()


def test_defects_with_a_pass_or_a_past_day_are_refused(volume, office, bureau) -> None:
    with pytest.raises(Invalid, match="不能记合格"):
        look(volume, office, defects=[acceptance.Found("缺", bureau, LATER)])
    with pytest.raises(Invalid, match="不能早于"):
        look(
            volume, office, result=Result.RETURNED, defects=[acceptance.Found("缺", bureau, TODAY - timedelta(days=1))]
        )
    assert not Task.objects.exists()


RULES = {"checks": UnifiedCheck.values, "starts": "01-01", "ends": "12-31", "keeper": "", "pattern": "", "endings": "",
         "days": "0"}  # fmt: skip


def found_in(volume, campaign) -> set[tuple[str, str]]:
    return {(one.check.value, one.thing.title) for one in findings_of(volume, contents_of(volume), rule_of(campaign))}


def test_the_five_rules_name_what_violates_them(volume, campaign, clauses, office, bureau) -> None:
    evidence_of(campaign, clauses[0], by=office, title="没日期的", on=None, unit=bureau)
    evidence_of(campaign, clauses[0], by=office, title="去年形成的", on=date(YEAR - 1, 12, 31), unit=bureau)
    rules = {**RULES, "pattern": "{单位}{年度}年{标题}", "endings": "pdf", "keeper": "别人", "days": "30"}
    unified.set_unified(by=office, campaign=campaign, values=rules)
    assert ("action", "去年形成的") not in found_in(volume, campaign), "older than the campaign in this system"
    campaign.created_at = timezone.now() - timedelta(days=900)
    campaign.save()
    found = found_in(volume, campaign)
    assert {("time", "没日期的"), ("time", "去年形成的"), ("person", "督查记录"), ("files", "年度总结"),
            ("style", "督查记录"), ("action", "去年形成的")} <= found  # fmt: skip
    assert ("files", "督查记录") not in found
    unified.set_unified(by=office, campaign=campaign, values={**rules, "checks": []})
    assert found_in(volume, campaign) == set()


def test_the_pattern_of_titles_stands_for_itself_but_for_its_places(volume, campaign, clauses, office) -> None:
    evidence_of(campaign, clauses[0], by=office, title="区城管局2026年(工作)总结.*")
    unified.set_unified(
        by=office, campaign=campaign, values={**RULES, "checks": ["style"], "pattern": "{单位}{年度}年({标题})总结.*"}
    )
    assert ("style", "区城管局2026年(工作)总结.*") not in found_in(volume, campaign)
    assert ("style", "督查记录") in found_in(volume, campaign)


@pytest.mark.parametrize(
    "values", [{"starts": "13-01"}, {"ends": "02-30"}, {"starts": "x"}, {"days": "-1"}, {"days": "一"}]
)
def test_rules_that_cannot_be_are_refused(campaign, office, values) -> None:
    with pytest.raises(Invalid):
        unified.set_unified(by=office, campaign=campaign, values={**RULES, **values})


def test_four_parts_are_asked_of_each_line_of_work() -> None:
    assert [part.label for part in WorkPart] == ["计划", "检查", "总结", "记录"]
