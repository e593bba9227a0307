"""The pages before and after the review: uploading, publishing, withdrawing, revising, duplicates, the paper."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import MatchKind, UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan, Task
from weicheng.work.plans.services import publishing
from weicheng.work.plans.services.revising import match_revision
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory
from weicheng.work.plans.tests.review_pages import HTMX, at, post

# ---- uploading


def test_a_paper_that_is_refused_is_named_with_its_reason_and_the_others_go_on(
    office: Client, campaign: Campaign
) -> None:
    good = SimpleUploadedFile("方案.txt", "青禾区行动方案\n1.区城管局6月底前新建公厕4座。\n".encode())
    secret = SimpleUploadedFile("内部.txt", "机密★1年\n青禾区工作安排\n1.区城管局改造公厕4座。\n".encode())
    response = office.post("/plans/upload/", {"files": [good, secret, SimpleUploadedFile("空.docx", b"")], "year": "x"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "内部.txt" in page and "机密" in page and "空.docx" in page
    assert "已收下1份" in page
    assert f"/plans/{Plan.objects.get().pk}/" in page
    assert [plan.file_name for plan in Plan.objects.all()] == ["方案.txt"]


def test_no_file_at_all_is_said(office: Client, campaign: Campaign) -> None:
    response = office.post("/plans/upload/", {"revises": "没有"})
    assert response.status_code == 422
    assert "请先选一份方案" in response.content.decode()


def test_the_original_of_a_classified_paper_is_gone(office: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(file=None, state=PlanState.FAILED)
    assert office.get(at(plan, "original/")).status_code == 404
    assert "下载原件" not in office.get(at(plan)).content.decode()


def test_progress_replaces_itself_and_not_the_button_that_stops_it(office: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.READING)
    assert "停止读取" in office.get(at(plan)).content.decode()
    part = office.get(at(plan, "reading/"), **HTMX).content.decode()
    assert 'id="reading"' in part
    assert "停止读取" not in part
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.REVIEW)
    assert office.get(at(plan, "reading/"), **HTMX).headers["HX-Refresh"] == "true"


# ---- publishing, withdrawing, revising


def test_publishing_makes_tasks_once_however_often_it_is_clicked(office: Client, plan: Plan, row: DraftRow) -> None:
    first = office.post(at(plan, "publish/"), {"only_checked": "0"})
    assert first.headers["Location"] == f"/ledger/?plan={plan.pk}"
    second = office.post(
        at(plan, "publish/"), {"only_checked": "0"}, HTTP_REFERER=f"http://testserver{at(plan, 'publish/')}"
    )
    assert office.get(second.headers["Location"], follow=True).status_code == 200
    assert Task.objects.filter(sources__plan=plan).count() == 1


def test_nothing_confirmed_is_nothing_to_publish(office: Client, plan: Plan, row: DraftRow) -> None:
    page = office.get(at(plan, "publish/"), {"only_checked": "1"}).content.decode()
    assert "没有可以发布的行" in page
    assert re.search(r'<button class="btn btn-primary" disabled', page)


def test_names_without_a_unit_are_registered_or_kept_in_the_note(
    office: Client, plan: Plan, row: DraftRow, unknown: DraftOwner
) -> None:
    other = RowFactory(plan=plan)
    DraftOwner.objects.create(row=other, text="某某管委会", match=MatchKind.NEW)
    values = {"only_checked": "0", "unit_name": ["卫健委", "某某管委会"], "unit_kind": [UnitKind.DEPARTMENT, ""]}
    assert "某某管委会" in office.get(at(plan, "publish/")).content.decode()
    office.post(at(plan, "publish/"), values)
    assert Unit.objects.filter(name="卫健委").exists()
    assert not Unit.objects.filter(name="某某管委会").exists()
    assert "某某管委会" in Task.objects.get(sources__row=other).note


def names_without_a_unit(row: DraftRow, health: Unit) -> None:
    """卫健委 is nearly 区卫健局, and two names are like none."""
    suggestion = [{"unit": health.pk, "name": str(health), "score": 0.8}]
    DraftOwner.objects.create(row=row, text="卫健委", match=MatchKind.FUZZY, suggestions=suggestion)
    for text in ("供销社", "气象台"):
        DraftOwner.objects.create(row=row, text=text, match=MatchKind.NEW)


@pytest.mark.parametrize(
    ("chosen", "rest", "units", "noted"),
    [
        (["near", "", ""], "", {"区卫健局"}, {"供销社", "气象台"}),
        (["", "", ""], "near", {"区卫健局"}, {"供销社", "气象台"}),
        (["near", "", UnitKind.TOWNSHIP], UnitKind.DEPARTMENT, {"区卫健局", "供销社", "气象台"}, set()),
        (["", "", ""], "", set(), {"卫健委", "供销社", "气象台"}),
        (["", "near", "无此类"], "", set(), {"卫健委", "供销社", "气象台"}),
    ],
)
def test_names_take_the_near_unit_or_one_kind_for_all(
    office: Client, plan: Plan, row: DraftRow, health: Unit, chosen: list[str], rest: str, units: set, noted: set
) -> None:
    names_without_a_unit(row, health)
    page = office.get(at(plan, "publish/")).content.decode()
    assert "是区卫健局？" in page and "就是区卫健局" in page and 'name="unit_kind_all"' in page
    names = re.findall(r'name="unit_name" value="(.*?)"', page)
    near = re.findall(r'name="unit_near" value="(.*?)"', page)
    form = {"only_checked": "0", "unit_name": names, "unit_near": near, "unit_kind": chosen, "unit_kind_all": rest}
    assert names == ["卫健委", "供销社", "气象台"]
    office.post(at(plan, "publish/"), form)
    task = Task.objects.get(sources__plan=plan)
    assert {str(owner.unit) for owner in task.owners.all()} == {"区城管局", *units}
    assert {name for name in names if name in task.note} == noted


def test_a_unit_that_is_gone_from_the_list_is_not_chosen(
    office: Client, plan: Plan, row: DraftRow, health: Unit
) -> None:
    names_without_a_unit(row, health)
    form = {"only_checked": "0", "unit_name": "卫健委", "unit_near": "999999", "unit_kind": "near"}
    office.post(at(plan, "publish/"), form)
    assert not Task.objects.filter(sources__plan=plan).exists()


def test_a_collective_that_means_nobody_is_a_warning(office: Client, plan: Plan, row: DraftRow) -> None:
    nobody = {"kinds": ["township"]}
    DraftOwner.objects.create(row=row, text="各镇人民政府", match=MatchKind.COLLECTIVE, collective=nobody)
    page = office.get(at(plan, "publish/")).content.decode()
    assert "“各镇人民政府”（1项）没有对上一家单位" in page and "→ 0家" not in page


def test_a_warning_of_the_reader_stands_on_the_review_page(office: Client, plan: Plan, row: DraftRow) -> None:
    Plan.objects.filter(pk=plan.pk).update(warnings=["文件里带有宏，宏没有运行，只读取了文字。", "另一条"])
    asides = office.get(at(plan, "review/")).content.decode().split('class="asides">')[1].split("<nav")[0]
    assert "文件里带有宏，宏没有运行，只读取了文字。另有1条提醒。" in asides and "<li>另一条</li>" in asides


def test_a_name_registered_since_the_reading_is_that_unit(office: Client, plan: Plan, row: DraftRow) -> None:
    other = RowFactory(plan=plan)
    DraftOwner.objects.create(row=other, text="禾光管委会", match=MatchKind.NEW)
    unit = UnitFactory(name="禾光管委会", short_name="")
    assert 'value="禾光管委会"' not in office.get(at(plan, "publish/")).content.decode()
    office.post(at(plan, "publish/"), {"only_checked": "0"})
    assert Task.objects.get(sources__row=other).owners.get().unit == unit


def test_a_withdrawn_plan_is_under_review_again(office: Client, published: Plan) -> None:
    assert "为什么撤回" in office.get(at(published, "withdraw/")).content.decode()
    response = office.post(at(published, "withdraw/"), {"reason": "发错了"})
    assert response.headers["Location"] == at(published, "review/")
    assert office.get(at(published, "review/")).status_code == 200
    assert not Task.objects.live().exists()


def test_withdrawing_without_a_reason_is_refused(office: Client, published: Plan) -> None:
    office.post(at(published, "withdraw/"), {"reason": " "})
    assert Task.objects.live().count() == 1


def test_a_plan_left_withdrawn_has_a_way_back(office: Client, published: Plan, clerk: User) -> None:
    publishing.withdraw_plan(by=clerk, plan=published, reason="发错了")
    assert "改好再发布" in office.get(at(published, "paper/")).content.decode()
    assert office.post(at(published, "reopen/")).headers["Location"] == at(published, "review/")


@pytest.fixture
def unknown(row: DraftRow, health: Unit) -> DraftOwner:
    suggestion = [{"unit": health.pk, "name": str(health), "score": 0.8}]
    return DraftOwner.objects.create(row=row, text="卫健委", match=MatchKind.FUZZY, suggestions=suggestion)


@pytest.fixture
def revision(published: Plan, row: DraftRow, bureau: Unit, health: Unit, clerk: User) -> Plan:
    """Changes the first task, does without the second, adds one."""
    task = Task.objects.get(sources__row=row)
    gone = Task.objects.create(campaign=published.campaign, number="QHZ-2026-0900", title="每周清理卫生死角")
    gone.sources.create(plan=published, quote="每周清理卫生死角")
    new = PlanFactory(campaign=published.campaign, revises=published, title="修订稿", uploaded_by=clerk)
    quantity = [{"text": "6座", "value": 6, "unit": "座"}]
    RowFactory(plan=new, title="新建公厕6座", quantities=quantity, continues=task, lead=bureau)
    RowFactory(plan=new, title="开展病媒消杀", lead=health)
    return new


def test_a_revision_shows_what_is_added_changed_and_gone(office: Client, revision: Plan) -> None:
    page = office.get(at(revision, "publish/")).content.decode()
    added, changed, gone = (
        page.split(f'id="diff-{part}"')[1].split("</section>")[0] for part in ("added", "changed", "gone")
    )
    assert "开展病媒消杀" in added
    assert "<del>新建公厕4座</del> → <ins>新建公厕6座</ins>" in changed
    assert "每周清理卫生死角" in gone and 'name="withdraw_gone"' in gone


def test_a_revision_keeps_the_number_and_withdraws_only_what_is_ticked(
    office: Client, revision: Plan, row: DraftRow
) -> None:
    number = Task.objects.get(sources__row=row).number
    gone = Task.objects.get(number="QHZ-2026-0900")
    office.post(at(revision, "publish/"), {"only_checked": "0", "withdraw_gone": [gone.pk, "x"]})
    assert Task.objects.get(number=number).title == "新建公厕6座"
    gone.refresh_from_db()
    assert gone.withdrawn_at is not None


def test_a_row_taken_for_the_wrong_task_is_made_new(office: Client, revision: Plan) -> None:
    row = revision.rows.get(title="新建公厕6座")
    response = post(office, at(revision, f"rows/{row.pk}/renew/"))
    assert response.headers["HX-Refresh"] == "true"
    page = office.get(at(revision, "publish/")).content.decode()
    assert 'id="diff-changed"' not in page
    assert "新建公厕6座" in page.split('id="diff-added"')[1].split("</section>")[0]


def test_another_unit_by_another_date_is_another_task(plan: Plan, bureau: Unit, health: Unit, clerk: User) -> None:
    old = RowFactory(
        plan=plan,
        title="完成农贸市场改造3个",
        quote="区城管局9月底前完成农贸市场改造3个",
        due_on="2026-09-30",
        lead=bureau,
    )
    publishing.publish_plan(by=clerk, plan=plan, decisions=publishing.Decisions(only_checked=False))
    revised = PlanFactory(campaign=plan.campaign, revises=Plan.objects.get(pk=plan.pk), title="修订稿")
    same = {"title": "完成农贸市场改造5个", "quote": "区城管局9月底前完成农贸市场改造5个", "due_on": "2026-09-30"}
    other = {"title": "完成校园食堂改造3所", "quote": "区卫健局10月底前完成校园食堂改造3所", "due_on": "2026-10-31"}
    RowFactory(plan=revised, lead=health, **other)
    assert match_revision(revised) == 0
    kept = RowFactory(plan=revised, lead=bureau, **same)
    assert match_revision(revised) == 1
    kept.refresh_from_db()
    assert kept.continues == Task.objects.get(sources__row=old)


def test_withdrawing_warns_of_a_revision_under_review(office: Client, revision: Plan) -> None:
    assert "修订稿" in office.get(at(revision.revises, "withdraw/")).content.decode()


# ---- duplicates and the paper


def test_two_rows_are_joined_or_kept_apart(office: Client, campaign: Campaign, bureau: Unit) -> None:
    plan = PlanFactory(campaign=campaign, text="新建改建公厕46座。" + "各单位要加强领导。" * 40)
    first, second, third = (
        RowFactory(plan=plan, title="新建改建公厕46座", start=place, end=place + 9, lead=bureau)
        for place in (0, 100, 200)
    )
    assert "并成一项" in office.get(at(plan, "duplicates/")).content.decode()
    office.post(at(plan, "duplicates/"), {"row": second.pk, "other": first.pk, "join": "1"})
    second.refresh_from_db()
    assert second.same_as == first
    office.post(at(plan, "duplicates/"), {"row": second.pk, "separate": "1"})
    second.refresh_from_db()
    assert second.same_as is None
    office.post(at(plan, "duplicates/"), {"row": third.pk, "other": first.pk})
    third.refresh_from_db()
    assert third.same_as is None and third.rejected
    assert office.post(at(plan, "duplicates/"), {"row": "x", "other": "y"}).status_code == 404


def test_the_same_paper_in_two_forms_is_joined_at_once(office: Client, campaign: Campaign, bureau: Unit) -> None:
    titles = [
        "新建改建公厕46座",
        "开展病媒生物防制消杀",
        "改造农贸市场12家",
        "清理背街小巷垃圾",
        "创建无烟单位80家",
        "更换破损果皮箱",
    ]
    word, pdf = (PlanFactory(campaign=campaign) for _ in range(2))
    for plan in (word, pdf):
        for title in titles:
            RowFactory(plan=plan, title=title, quote=title, lead=bureau)
    assert "6处全部并成一项" in office.get(at(pdf, "duplicates/")).content.decode()
    office.post(at(pdf, "duplicates/"), {"join_all": "1"})
    assert {row.same_as.title for row in pdf.rows.all()} == set(titles)
    assert {row.same_as.plan for row in pdf.rows.all()} == {word}


def test_an_original_that_is_gone_from_the_disk_is_said_in_words(office: Client, published: Plan) -> None:
    answer = office.get(at(published, "original/"), follow=True)
    assert "请从备份恢复" in answer.content.decode()


def test_the_paper_marks_the_sentences_of_its_tasks(office: Client, published: Plan, row: DraftRow) -> None:
    source = Task.objects.get(sources__row=row).sources.get()
    page = office.get(at(published, "paper/"), {"source": source.pk}).content.decode()
    assert f'data-mark="{source.pk}"' in page
    assert f'data-chosen="{source.pk}"' in page


def test_an_upload_is_read_as_it_comes(office: Client, campaign: Campaign) -> None:
    content = io.BytesIO("青禾区行动方案\n1.区城管局新建公厕4座。\n".encode())
    content.name = "方案.txt"
    response = office.post("/plans/upload/", {"files": [content]})
    plan = Plan.objects.get()
    assert response.headers["Location"] == at(plan)
