"""Pages: who sees what, what they cost, and forms that say too much or too little."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.judgement.titles.models import Bid, Title
from weicheng.judgement.titles.services import building, countdown, moving
from weicheng.judgement.titles.tests.making import bid_of, step, title_of
from weicheng.judgement.titles.tests.test_package import PDF, put

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(office):
    return browser_of(office)


@pytest.fixture
def unit_bid(campaign, office, bureau):
    title = title_of(campaign, office, kind="unit", name="文明卫生单位", object_name="", unit=bureau, level="county")
    return bid_of(title, office, "unit-ladder", package_object="unit")


READ = ("titles:bid", "titles:package", "titles:calendar", "titles:ical")
WRITE = {
    "titles:change": {"version": 1, "review_on": ""},
    "titles:move": {"version": 2, "outcome": "ready", "on": TODAY.isoformat(), "note": "附后"},
    "titles:slot-add": {"name": "承诺书"},
    "titles:item-save": {"name": "预评", "number": 3, "unit_of": "day"},
}
GRID = (
    (Role.OFFICE, 200, 200, 302),
    (Role.LEADER, 200, 200, 403),
    (Role.AUDITOR, 200, 200, 403),
    (Role.ADMIN, 200, 200, 403),
    (Role.LIAISON, 404, 200, 403),
    (Role.INSPECTOR, 403, 403, 403),
)


@pytest.mark.parametrize(("role", "area", "own", "write"), GRID)
def test_who_reads_and_who_writes(role, area, own, write, bid, unit_bid, bureau):
    client = browser_of(user_with_role(role, bureau if role == Role.LIAISON else None))
    for name in READ:
        assert client.get(reverse(name, args=[bid.pk])).status_code == area, name
        assert client.get(reverse(name, args=[unit_bid.pk])).status_code == own, name
    for name, sent in WRITE.items():
        answer = client.post(reverse(name, args=[unit_bid.pk]), sent, headers={"HX-Request": "true"})
        assert answer.status_code == write or (write == 302 and answer.status_code < 400), (name, answer.status_code)
    changed = Bid.objects.get(pk=unit_bid.pk).moves.exists()
    assert changed == (write == 302)


def test_a_unit_sees_its_own_title_in_register_and_ladder_and_no_other(bid, unit_bid, bureau):
    client = browser_of(user_with_role(Role.LIAISON, bureau))
    for name in ("titles:list", "titles:ladder"):
        page = client.get(reverse(name)).content.decode()
        assert "文明卫生单位" in page and "国家卫生区</a>" not in page
    assert client.get(reverse("titles:title", args=[bid.title_id])).status_code == 404
    assert "登记结果</button>" not in client.get(reverse("titles:bid", args=[unit_bid.pk])).content.decode()


def test_an_empty_register_says_what_to_do(desk, campaign):
    page = desk.get(reverse("titles:list")).content.decode()
    assert "还没有登记称号" in page and "登记称号</a>" in page
    assert "还没有单位、村、镇的称号" in desk.get(reverse("titles:ladder")).content.decode()


def test_a_title_is_entered_once_however_often_the_form_is_sent(desk, campaign):
    sent = {"key": uuid.uuid4(), "name": "国家卫生区", "level": "national", "kind": "district", "object_name": "青禾区"}
    pages = [desk.post(reverse("titles:add"), sent) for _ in range(2)]
    assert [page.status_code for page in pages] == [302, 302] and pages[0].url == pages[1].url
    assert Title.objects.count() == 1


def test_the_last_day_of_the_stage_and_the_cycle_are_changed_on_the_page(desk, bid):
    sent = {"version": 1, "stage_due_on": "2027-06-30", "cycle_from": "2025"}
    desk.post(reverse("titles:change", args=[bid.pk]), sent)
    assert (Bid.objects.get(pk=bid.pk).stage_due_on, Bid.objects.get(pk=bid.pk).cycle_from) == (date(2027, 6, 30), 2025)
    assert "2027年6月30日前" in desk.get(reverse("titles:bid", args=[bid.pk])).content.decode()


def test_a_refused_form_keeps_what_was_typed(desk, campaign):
    sent = {
        "key": uuid.uuid4(),
        "name": "国家卫生区",
        "level": "national",
        "kind": "district",
        "object_name": "青禾区",
        "is_held": "1",
    }
    page = desk.post(reverse("titles:add"), sent)
    assert (
        page.status_code == 422
        and "要写命名日期" in page.content.decode()
        and 'value="青禾区"' in page.content.decode()
    )


def test_a_bid_is_begun_walked_and_taken_back_on_its_page(desk, title, campaign):
    sent = {"key": uuid.uuid4(), "purpose": "create", "rules": "national-2021", "package_object": "city",
            "started_on": TODAY - timedelta(days=9), "cycle_from": TODAY.year, "review_on": TODAY + timedelta(days=90)}  # fmt: skip
    url = desk.post(reverse("titles:start", args=[title.pk]), sent).url
    bid = Bid.objects.get()
    page = desk.get(url).content.decode()
    assert "现在：自查" in page and "90</b><span>天后迎检" in page
    move = {"version": 1, "key": uuid.uuid4(), "outcome": "ready", "on": TODAY.isoformat(), "paper_number": "青卫〔2026〕1号",
            "file": SimpleUploadedFile("自查报告.pdf", PDF)}  # fmt: skip
    desk.post(reverse("titles:move", args=[bid.pk]), move)
    page = desk.get(url).content.decode()
    assert "现在：申报（省）" in page and "青卫〔2026〕1号" in page and "自查报告.pdf" in page
    desk.post(reverse("titles:undo", args=[bid.pk]), {"version": 2, "reason": "材料没备好"})
    page = desk.get(url).content.decode()
    assert "现在：自查" in page and "材料没备好" in page and "已撤回" in page
    codes = set(AuditEvent.objects.filter(object_type="titles.bid").values_list("action", flat=True))
    assert {"titles.bid.started", "titles.bid.moved", "titles.bid.undone"} <= codes


def test_an_illegal_step_sent_by_hand_is_refused_in_words_and_stores_no_file(desk, bid):
    from weicheng.ground.evidence.models import StoredFile

    sent = {"version": 1, "outcome": "named", "on": TODAY.isoformat(), "file": SimpleUploadedFile("a.pdf", PDF)}
    page = desk.post(
        reverse("titles:move", args=[bid.pk]), sent, headers={"referer": "http://testserver/titles/"}, follow=True
    )
    assert "现在是“自查”阶段" in page.content.decode() and not StoredFile.objects.exists()


def test_the_last_page_goes_through_conditions_findings_and_corrections(desk, campaign, office, bureau):
    bid = bid_of(title_of(campaign, office), office, "national-2015")
    url = reverse("titles:bid", args=[bid.pk])
    desk.post(reverse("titles:condition", args=[bid.pk, "citizen_support"]), {"value": "６８.５", "note": "问卷"})
    assert "群众支持率68.5%，低于70%" in desk.get(url).content.decode()
    sent = {"key": uuid.uuid4(), "text": "河道有漂浮物", "unit_text": "区城管局", "due_on": TODAY + timedelta(days=3)}
    desk.post(reverse("titles:finding", args=[bid.pk]), sent)
    assert "河道有漂浮物" in desk.get(url).content.decode()
    wrong = step(bid, office, "ready")
    fix = {"key": uuid.uuid4(), "on": TODAY - timedelta(days=2), "paper_number": "7号", "reason": "抄错"}
    desk.post(reverse("titles:fix", args=[bid.pk, wrong.pk]), fix)
    assert "更正：" in desk.get(url).content.decode()
    assert desk.post(reverse("titles:fix", args=[bid.pk, 10**9]), fix).status_code == 404


def test_papers_are_filled_described_packed_and_fetched(desk, bid, office):
    url = reverse("titles:package", args=[bid.pk])
    slot = bid.slots.get(key="rules")
    add = reverse("titles:file-add", args=[bid.pk, slot.pk])
    desk.post(add, {"file": SimpleUploadedFile("办法.pdf", PDF)})
    file = slot.files.get()
    assert "缺要素" in desk.get(f"{url}?file={file.pk}").content.decode()
    details = {"category": "03", "issuer": "区政府", "issued_on": "2024-05-01", "effective_on": "2024-06-01"}
    desk.post(reverse("titles:file", args=[bid.pk, file.pk]), details)
    desk.post(
        reverse("titles:change", args=[bid.pk]), {"version": 1, "back": "package", "region_code": "４３０７０３０００"}
    )
    assert Bid.objects.get(pk=bid.pk).region_code == "430703000"
    assert desk.get(reverse("titles:choose", args=[bid.pk, slot.pk]), {"q": "'; DROP"}).status_code == 200
    desk.post(reverse("titles:work", args=[bid.pk, "build"]))
    jobs.run_inline(Bid.objects.get(pk=bid.pk).job)
    assert "下载" in desk.get(url).content.decode()
    fetched = desk.get(desk.get(reverse("titles:download", args=[bid.pk])).url)
    assert b"".join(fetched.streaming_content)[:2] == b"PK"
    desk.post(reverse("titles:file-remove", args=[bid.pk, file.pk]))
    assert desk.post(reverse("titles:file-remove", args=[bid.pk, file.pk])).status_code == 404
    assert desk.post(reverse("titles:work", args=[bid.pk, "burn"])).status_code == 404


def test_files_and_lines_of_another_bid_are_not_there(desk, bid, unit_bid, office):
    file = put(bid, office, "report")
    item = bid.countdown.first()
    for name, pk in (("titles:file", file.pk), ("titles:file-remove", file.pk), ("titles:item-done", item.pk),
                     ("titles:item-remove", item.pk), ("titles:file-add", file.slot_id), ("titles:slot-remove", file.slot_id)):  # fmt: skip
        assert desk.post(reverse(name, args=[unit_bid.pk, pk])).status_code == 404, name


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("titles:change", {"version": "x", "review_on": "2026-13-99"}),
        ("titles:change", {"version": "1", "review_on": "2026-13-99"}),
        ("titles:item-save", {"name": "x" * 500, "number": "-1", "unit_of": "day"}),
        ("titles:item-save", {"name": "x", "number": "9" * 40, "unit_of": "day"}),
        ("titles:finding", {"text": "x", "unit": "99999999999", "due_on": TODAY.isoformat()}),
        ("titles:move", {"version": "1", "outcome": "ready"}),
        ("titles:undo", {"version": "1"}),
        ("titles:slot-add", {}),
    ],
)
def test_forms_that_make_no_sense_are_refused_in_words(desk, bid, name, sent):
    answer = desk.post(reverse(name, args=[bid.pk]), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and "wcSay" in answer.headers["HX-Trigger"]


def test_words_of_others_are_shown_as_words(desk, campaign, office, bureau):
    evil = "<script>alert(1)</script>"
    title = title_of(campaign, office, name=f"区{evil}"[:60], object_name=evil, note=evil, unit=bureau)
    bid = bid_of(title, office)
    step(bid, office, "ready", note=evil, paper_number=evil[:60])
    for name, pk in (
        ("titles:title", title.pk),
        ("titles:bid", bid.pk),
        ("titles:package", bid.pk),
        ("titles:calendar", bid.pk),
    ):
        assert "<script>alert" not in desk.get(reverse(name, args=[pk])).content.decode()


@pytest.mark.parametrize("name", ["titles:list", "titles:ladder"])
def test_lists_cost_the_same_number_of_queries_however_long(
    desk, campaign, office, bureau, name, django_assert_max_num_queries
):
    def fill(first, last):
        for number in range(first, last):
            title = title_of(campaign, office, kind="unit", name=f"称号{number}", object_name="", unit=bureau, level="county",
                             granted_on=date(2024, 1, 1), expires_on=TODAY + timedelta(days=300))  # fmt: skip
            bid_of(title, office, "unit-ladder", "review", package_object="unit")

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(0, 1)
    desk.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse(name))
    fill(1, 12)
    with django_assert_max_num_queries(len(few)):
        desk.get(reverse(name))


def test_the_page_of_a_bid_costs_the_same_however_much_happened(
    desk, bid, office, bureau, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def more(number):
        for one in range(number):
            step(bid, office, "gaps")
            countdown.add_finding(by=office, bid=bid, key=uuid.uuid4(), text=f"问题{one}", unit=bureau, due_on=TODAY)

    url = reverse("titles:bid", args=[bid.pk])
    more(1)
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.get(url)
    more(6)
    with django_assert_max_num_queries(len(few)):
        desk.get(url)


def test_every_measure_has_its_page_with_what_is_not_confirmed(desk, campaign):
    from weicheng.judgement.titles.authority import authorities

    for key in authorities():
        page = desk.get(reverse("titles:measure", args=[key])).content.decode()
        assert "处，待核" in page, key
    assert desk.get(reverse("titles:measure", args=["nowhere"])).status_code == 404


def test_a_re_review_is_offered_and_begun_from_the_award(desk, campaign, office):
    bid = bid_of(title_of(campaign, office), office)
    for one in ("ready", "accepted", "passed", "recommended", "passed", "passed", "passed", "clear", "named"):
        step(bid, office, one)
    current = Bid.objects.get(pk=bid.pk)
    sent = {
        "version": current.version,
        "key": uuid.uuid4(),
        "outcome": "review",
        "on": TODAY.isoformat(),
        "note": "附后",
    }
    review = Bid.objects.exclude(pk=bid.pk)
    answer = desk.post(reverse("titles:move", args=[bid.pk]), sent)
    assert answer.url == reverse("titles:bid", args=[review.get().pk])
    assert moving.last_standing_move(bid).outcome == "review"


def test_the_job_of_the_package_is_shown_while_it_runs(desk, bid, office):
    put(bid, office, "report")
    job = building.request_package(by=office, bid=bid)
    assert f"job-{job.pk}" in desk.get(reverse("titles:package", args=[bid.pk])).content.decode()


def test_the_leaders_page_counts_the_days_to_the_review(campaign, office, bid):
    leader = browser_of(user_with_role(Role.LEADER))
    assert "距迎检还有" in leader.get(reverse("leader")).content.decode()
    held = title_of(campaign, office, name="省级卫生区", level="province", granted_on=date(2023, 1, 1))
    bid_of(held, office, "generic", "review", review_on=TODAY + timedelta(days=41))
    page = leader.get(reverse("leader")).content.decode()
    assert "距复审还有<b>41</b>天</span><span>青禾区省级卫生区，现在是复审自查" in page
