"""The pages of the library by role, with hostile input, and at a constant number of queries."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from weicheng.ground.evidence import services
from weicheng.ground.evidence.models import Evidence, StoredFile
from weicheng.ground.evidence.tests import files
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def row(campaign, clerk, bureau, clauses):
    upload = files.plain("全区灭蚊记录", name="灭蚊记录.txt")
    return services.upload_evidence(
        by=clerk, campaign=campaign, upload=upload, unit=bureau, clauses=clauses[:1]
    ).evidence


@pytest.fixture
def own(campaign, clerk, bureau, liaison):
    upload = files.plain("本单位记录", name="本单位.txt")
    return services.upload_evidence(by=liaison, campaign=campaign, upload=upload, unit=bureau).evidence


@pytest.fixture
def people(clerk, liaison):
    return {
        "office": clerk,
        "liaison": liaison,
        "other": user_with_role(Role.LIAISON),
        "leader": user_with_role(Role.LEADER),
        "auditor": user_with_role(Role.AUDITOR),
        "inspector": user_with_role(Role.INSPECTOR),
    }


# address, then the answer to office, liaison of the unit, another liaison, leader, auditor, inspector
GETS = (
    ("list", 200, 200, 200, 200, 200, 403),
    ("add", 200, 200, 200, 403, 403, 403),
    ("sort", 200, 200, 200, 403, 403, 403),
    ("lapse", 200, 200, 200, 200, 200, 403),
    ("file", 200, 200, 404, 200, 200, 403),
    ("edit", 200, 200, 404, 403, 403, 403),
    ("remove", 200, 403, 404, 403, 403, 403),
)


def hand_over(row):
    """As if it had been handed in with a task: then only the office may take it down."""
    Evidence.objects.filter(pk=row.pk).update(origin="plans.entry:x:y")


@pytest.mark.parametrize(("name", "answers"), [(name, answers) for name, *answers in GETS])
def test_each_page_answers_each_role_as_it_should(people, row, name, answers):
    hand_over(row)
    args = [row.pk] if name in ("file", "edit", "remove") else []
    found = {
        who: signed_in(user).get(reverse(f"library:{name}", args=args)).status_code for who, user in people.items()
    }
    assert found == dict(zip(people, answers, strict=True))


def test_only_those_who_may_can_change_anything(people, row, clauses):
    address = reverse("library:clauses", args=[row.pk])
    for who, code in (("leader", 403), ("auditor", 403), ("other", 302), ("inspector", 403), ("liaison", 302)):
        answer = signed_in(people[who]).post(address, {"add": clauses[1].pk}, HTTP_HX_REQUEST="true")
        assert answer.status_code == (404 if who == "other" else code), who
    assert set(row.clauses.values_list("clause", flat=True)) == {clauses[0].pk, clauses[1].pk}


def test_many_files_go_up_and_one_that_is_refused_holds_up_no_other(campaign, liaison, bureau, clauses):
    upload = [files.word("正文一", name="总结.docx"), files.program("现场.jpg"), files.picture(name="图.png")]
    answer = signed_in(liaison).post(
        reverse("library:add"), {"files": upload, "unit": bureau.pk, "clause": clauses[1].pk, "note": "五月"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "是程序，没有收" in page and "已改名为“图.jpg”" in page and "总结" in page
    assert Evidence.objects.filter(campaign=campaign, unit=bureau, clauses__clause=clauses[1], note="五月").count() == 2


def test_a_file_sent_by_the_page_itself_is_answered_in_json(campaign, liaison, bureau):
    client, address = signed_in(liaison), reverse("library:add")
    one = client.post(address, {"files": files.plain("甲"), "unit": bureau.pk}, headers={"accept": "application/json"})
    assert one.status_code == 200 and json.loads(one.content)["title"] == "记录"
    again = client.post(
        address, {"files": files.plain("甲"), "unit": bureau.pk}, headers={"accept": "application/json"}
    )
    assert "完全相同" in json.loads(again.content)["remarks"][0]
    bad = client.post(address, {"files": files.program(), "unit": bureau.pk}, headers={"accept": "application/json"})
    assert bad.status_code == 422 and "程序" in json.loads(bad.content)["error"]
    other = client.post(
        address, {"files": files.plain("乙"), "unit": UnitFactory().pk}, headers={"accept": "application/json"}
    )
    assert other.status_code == 422 and json.loads(other.content)["fields"] == ["unit"]
    assert Evidence.objects.count() == StoredFile.objects.count() == 1


def test_sorting_from_the_page_answers_with_what_the_rows_are_now(clerk, row, clauses):
    answer = signed_in(clerk).post(
        reverse("library:sort"), {"evidence": [row.pk], "add": clauses[2].pk}, headers={"accept": "application/json"}
    )
    found = json.loads(answer.content)
    assert found["said"] == "已归类1份。"
    assert found["rows"][str(row.pk)]["clauses"] == ["第1条 纳入规划", "第3条 市容环境卫生"]
    plain = signed_in(clerk).post(reverse("library:sort"), {"evidence": [row.pk], "kind": "check"})
    assert plain.status_code == 302
    for odd in ({}, {"evidence": "x", "add": "y"}, {"evidence": [row.pk]}, {"evidence": [row.pk], "kind": "<b>"}):
        assert signed_in(clerk).post(reverse("library:sort"), odd).status_code == 302  # said on the page it came from


def test_words_of_a_stranger_are_shown_as_words(campaign, clerk, bureau, finish):
    upload = files.plain('<script>alert("x")</script>灭蚊', name='<img src=x onerror="y">.txt')
    row = services.upload_evidence(by=clerk, campaign=campaign, upload=upload, unit=bureau).evidence
    finish()
    for address in (
        reverse("library:file", args=[row.pk]),
        reverse("library:list") + "?q=script",
        reverse("library:sort"),
    ):
        page = signed_in(clerk).get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page
    page = signed_in(clerk).get(reverse("library:list") + "?q=灭蚊").content.decode()
    assert '<mark class="wc-mark">灭蚊</mark>' in page


def test_odd_addresses_are_no_errors(clerk, row):
    client = signed_in(clerk)
    for query in (
        "?page=99",
        "?year=%00",
        "?q=%22%25_",
        "?clause=999999999999999999999",
        "?q=" + "长" * 500,
        "?show=removed",
    ):
        assert client.get(reverse("library:list") + query).status_code in (200, 400), query
    assert client.get(reverse("library:picture", args=[row.pk, "s"])).status_code == 404
    assert client.get(reverse("library:picture", args=[row.pk, "..x"])).status_code == 404
    assert client.get(reverse("library:file", args=[10**15])).status_code == 404


def test_a_picture_is_for_those_who_may_see_the_evidence(campaign, clerk, bureau, people, finish):
    row = services.upload_evidence(by=clerk, campaign=campaign, upload=files.picture(), unit=bureau).evidence
    finish()
    address = reverse("library:picture", args=[row.pk, "s"])
    answer = signed_in(people["liaison"]).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert signed_in(people["other"]).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_list_of_many_needs_no_more_queries_than_a_list_of_few(campaign, clerk, bureau, clauses, finish):
    def put(number):
        for place in range(number):
            services.upload_evidence(
                by=clerk,
                campaign=campaign,
                upload=files.plain(f"灭蚊记录{place}之{number}"),
                unit=bureau,
                clauses=clauses,
            )
        finish()

    client = signed_in(clerk)
    counts = []
    for number in (3, 20):
        put(number)
        for address in ("library:list", "library:sort", "library:lapse"):
            query = "?q=灭蚊记录" if address == "library:list" else "?show="
            client.get(reverse(address) + query)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(reverse(address) + query)
            counts.append(len(queries))
    assert counts[:3] == counts[3:], counts
    assert max(counts) < 30


def test_taking_down_twice_and_putting_back_from_the_pages(clerk, row):
    client = signed_in(clerk)
    address = reverse("library:remove", args=[row.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "传错"}).status_code == 302
    assert client.post(address, {"reason": "传错"}).status_code == 302
    assert Evidence.objects.live().count() == 0
    assert "传错" in client.get(reverse("library:file", args=[row.pk])).content.decode()
    client.post(reverse("library:put-back", args=[row.pk]))
    assert Evidence.objects.live().count() == 1


def test_the_page_of_a_file_says_where_else_it_is_used_without_telling_of_other_units(people, campaign, clerk, row):
    upload = files.plain("全区灭蚊记录", name="灭蚊记录.txt")
    services.upload_evidence(by=clerk, campaign=campaign, upload=upload, unit=UnitFactory(short_name="别的局"))
    page = signed_in(people["liaison"]).get(reverse("library:file", args=[row.pk])).content.decode()
    assert "别的单位还有1份" in page and "别的局" not in page
    assert "别的局" in signed_in(clerk).get(reverse("library:file", args=[row.pk])).content.decode()


def test_the_panel_of_a_clause_shows_its_evidence_to_those_who_may_see_it(people, row, campaign, clauses, rf):
    from weicheng.ground.evidence.views.panel import render

    def shown(who, clause):
        request = rf.get("/")
        request.user, request.session = people[who], {}
        return render(request, clause)

    assert "灭蚊记录" in shown("office", clauses[0]) and "1份，计划方案<b>缺</b>" in shown("office", clauses[0])
    assert "还没有佐证材料" in shown("office", clauses[1])
    assert "灭蚊记录" in shown("liaison", clauses[0]) and "灭蚊记录" not in shown("other", clauses[0])
    assert shown("inspector", clauses[0]) == ""
