import re

import pytest
from django.urls import reverse

from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.library_files import read_library
from weicheng.ground.standards.models import Edition, Verification
from weicheng.ground.standards.sources import FILE, codes_in, legend_of, origins, source_words
from weicheng.ground.standards.tests.factories import national_2021

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return national_2021()


@pytest.fixture
def office(client):
    user = user_with_role("office")
    client.force_login(user)
    return user


def verify_page(edition, key="park-area/city", subject="target", field="value"):
    return f"{reverse('standards:verify', args=[edition.pk])}?subject={subject}&key={key}&field={field}"


def test_every_edition_and_every_clause_has_a_page(client, office, edition):
    assert client.get(reverse("standards:list")).status_code == 200
    assert client.get(reverse("standards:limits")).status_code == 200
    for one in Edition.objects.all():
        answer = client.get(reverse("standards:edition", args=[one.pk]))
        assert answer.status_code == 200
        assert one.title in answer.content.decode()
        for clause in one.clauses.all():
            assert client.get(reverse("standards:clause", args=[one.pk, clause.key])).status_code == 200


def test_what_is_not_known_is_said_to_be_open_on_the_page_of_the_clause(client, office, edition):
    page = client.get(reverse("standards:clause", args=[edition.pk, "greening"])).content.decode()
    assert "数值待核" in page  # the county's green cover: two candidates, no number
    assert "≥38%" in page
    assert page.count("待核") >= 4


def test_a_figure_is_verified_on_its_page_and_the_mark_goes(client, office, edition):
    page = verify_page(edition, "green-coverage/county")
    assert client.get(page).status_code == 200
    answer = client.post(page, {"value": "３６％", "source": "正式文本第18行", "reason": "已对照"}, follow=True)
    shown = answer.content.decode()
    assert "≥36%" in shown
    assert "正式文本第18行" in shown
    held = Verification.objects.get()
    answer = client.post(reverse("standards:withdraw", args=[held.pk]), {"reason": "看错了行"}, follow=True)
    assert "数值待核" in answer.content.decode()


@pytest.mark.parametrize("left_out", ["value", "source", "reason"])
def test_nothing_is_verified_without_a_value_a_source_and_a_reason(client, office, edition, left_out):
    values = {"value": "9", "source": "正式文本", "reason": "已对照"} | {left_out: " "}
    answer = client.post(verify_page(edition), values)
    assert answer.status_code == 422
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("subject", "key", "field"),
    [("target", "none/city", "value"), ("target", "park-area/city", "id"), ("edition", "x", "digest"), ("", "", "")],
)
def test_what_the_edition_does_not_have_cannot_be_verified(client, office, edition, subject, key, field):
    assert client.get(verify_page(edition, key, subject, field)).status_code == 404


@pytest.mark.parametrize("role", ["leader", "auditor", "liaison", "inspector"])
def test_other_roles_read_but_do_not_verify(client, edition, role):
    client.force_login(user_with_role(role))
    page = client.get(reverse("standards:clause", args=[edition.pk, "greening"]))
    assert page.status_code == 200
    assert "verify/?" not in page.content.decode()
    assert client.get(verify_page(edition)).status_code == 403
    client.post(verify_page(edition), {"value": "1", "source": "x", "reason": "y"})
    assert not Verification.objects.exists()


def test_the_queries_of_a_page_do_not_grow_with_its_verifications(
    client, office, edition, django_assert_max_num_queries
):
    pages = [reverse("standards:list"), reverse("standards:edition", args=[edition.pk]),
             reverse("standards:clause", args=[edition.pk, "schools"])]  # fmt: skip
    for page in pages:
        client.get(page)
    for key in ("park-area/city", "myopia/city", "school-doctors/city", "health-lessons/county"):
        client.post(verify_page(edition, key), {"value": "5", "source": "x", "reason": "y"})
    for page in pages:
        with django_assert_max_num_queries(32):
            client.get(page)


def test_the_workbook_holds_every_clause_and_target(client, office, edition):
    from io import BytesIO

    from openpyxl import load_workbook

    answer = client.get(reverse("standards:export", args=[edition.pk]))
    sheet = load_workbook(BytesIO(answer.content)).active
    targets = sum(one.targets.count() for one in edition.indicators.all())
    assert sheet.max_row == 2 + edition.clauses.count() + edition.interpretations.count() + targets
    states = [row[5].value for row in sheet.iter_rows(min_row=3)]
    assert set(states) == {"已核", "待核"}
    assert not codes_in("".join(str(row[6].value) for row in sheet.iter_rows(min_row=3)))


def test_the_limits_of_a_day_are_those_in_force_on_it(client, office, edition):
    def page(day):
        return client.get(reverse("standards:limits"), {"on": day}).content.decode()

    assert "GB/T 27772-2011" in page("2025-10-31")
    assert "GB/T 27772-2025" not in page("2025-10-31")
    assert "GB/T 27772-2025" in page("2025-11-01")
    assert "GB/T 27772-2011" not in page("2025-11-01")


def test_the_crosswalk_stands_side_by_side_and_is_filtered(client, office, edition):
    table = Edition.objects.get(kind="crosswalk")
    whole = client.get(reverse("standards:edition", args=[table.pk])).content.decode()
    assert "健康影响评估" in whole
    only = client.get(reverse("standards:edition", args=[table.pk]), {"kind": "gone"}).content.decode()
    assert "疾控机构" in only
    assert "健康影响评估" not in only


def rows_of(page):
    return re.findall(r'<tr id="i-[^>]*>.*?</tr>', page.content.decode(), re.S)


def test_the_page_of_an_edition_is_sifted_to_what_is_open_and_what_is_confirmed(client, office, edition):
    page = reverse("standards:edition", args=[edition.pk])

    def shown(state):
        return rows_of(client.get(page, {"face": "indicators", "state": state}))

    whole, open_rows, sure = shown(""), shown("open"), shown("confirmed")
    assert len(whole) == len(open_rows) + len(sure) == edition.indicators.count()
    assert open_rows
    assert sure
    assert all("wc-unverified" in row for row in open_rows)
    assert not any("wc-unverified" in row for row in sure)
    named = client.get(page, {"face": "indicators"}).content.decode()
    assert f"待核 {len(open_rows)}</a>" in named
    assert f"已核 {len(sure)}</a>" in named


def test_forms_and_limits_are_sifted_too_and_an_unknown_state_shows_all(client, office, edition):
    for code in ("field-city", "gbt-27772-2011"):
        page = reverse("standards:edition", args=[Edition.objects.get(code=code).pk])
        sure = client.get(page, {"state": "confirmed"}).content.decode()
        assert "wc-unverified" not in re.sub(r"<nav.*?</nav>", "", sure, flags=re.S)
        whole = client.get(page).content.count(b"<tr")
        assert sure.count("<tr") < client.get(page, {"state": "x"}).content.count(b"<tr") == whole


def test_no_page_shows_a_short_name_of_a_source_that_nobody_can_read(client, office, edition):
    for one in Edition.objects.all():
        for face in ("", "indicators"):
            page = client.get(reverse("standards:edition", args=[one.pk]), {"face": face}).content.decode()
            text = re.sub(r"<[^>]+>", " ", page)
            assert codes_in(text) == []
            assert "~" not in text
    clause = client.get(reverse("standards:clause", args=[edition.pk, "greening"])).content.decode()
    assert codes_in(clause) == []
    assert "来源说明" in clause


def test_every_source_of_the_library_is_explained_in_words():
    files, _ = read_library()
    named = {code for file in files for code in codes_in(file.source.content.decode())}
    assert named == set(origins()), FILE
    assert all(not codes_in(one.short + one.long) for one in origins().values())
    assert source_words("S1；等级选项见S6") == "2021版指标表第33至56行；等级选项见国家系统接口样例"
    assert [one.short for one in legend_of(["S6", "S1、S6"])] == ["2021版指标表第33至56行", "国家系统接口样例"]


def test_a_reading_a_formula_and_a_judge_are_verified_on_the_page_of_their_clause(client, office, edition):
    clause = reverse("standards:clause", args=[edition.pk, "health-education"])
    asked = [("interpretation", "20-21", "gist", "专业机构牵头。"),
             ("indicator", "green-coverage", "formula", "绿化覆盖面积/建成区面积×100%"),
             ("target", "myopia/city", "judge", "LE_OR_TREND_DOWN")]  # fmt: skip
    for subject, key, field, value in asked:
        page = verify_page(edition, key, subject, field)
        assert client.get(page).status_code == 200
        assert client.post(page, {"value": value, "source": "正式文本", "reason": "已对照"}).status_code == 302
    shown = client.get(clause).content.decode()
    assert "专业机构牵头。" in shown
    assert "已更正" in shown
    greening = client.get(reverse("standards:clause", args=[edition.pk, "greening"])).content.decode()
    assert "绿化覆盖面积 ÷ 建成区面积 × 100" in greening
    log = client.get(reverse("standards:edition", args=[edition.pk])).content.decode()
    assert "不高于或持续降低" in log
