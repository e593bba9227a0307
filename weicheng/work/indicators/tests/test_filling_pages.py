"""The form of a figure: the paper that proves it comes along, nothing typed is lost, and two people see both versions."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from weicheng.ground.evidence.models import Evidence, StoredFile
from weicheng.ground.evidence.tests import files
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.models import DataOwner, ValueEntry
from weicheng.work.indicators.tests.conftest import signed_in
from weicheng.work.indicators.tests.making import fill, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def asked(owned):
    owned.evidence = ["满意度调查报告"]
    owned.save()
    owned.clause.evidence = ["问卷原件", "满意度调查报告"]
    owned.clause.save()
    return owned


def sent(**values):
    return {"key": str(uuid4()), "value": "95.6", "source_title": ""} | values


def report(content=b"survey of 2025"):
    return SimpleUploadedFile("调查报告.txt", content)


def address(indicator, year=2025):
    return f"/indicators/{indicator.pk}/fill/?year={year}"


def test_the_form_says_which_paper_proves_the_figure_once_each(liaison, asked):
    page = signed_in(liaison).get(address(asked)).content.decode()
    assert page.count("<li>满意度调查报告</li>") == 1 and "这一条还要：问卷原件。" in page
    assert 'name="upload"' in page and "multipart/form-data" in page


def test_a_file_handed_in_with_the_figure_is_its_source_with_clause_unit_and_year(liaison, asked, health):
    answer = signed_in(liaison).post(address(asked), sent(upload=report(), source_on="2026-02-03"))
    assert answer.status_code == 302, answer.content.decode()
    entry = ValueEntry.objects.get()
    evidence = entry.evidence
    assert (evidence.unit, evidence.year, evidence.on) == (health, 2025, date(2026, 2, 3))
    assert evidence.clauses.get().clause == asked.clause
    assert "2025年满意率的来源" in evidence.origin_word
    assert entry.state == State.SUBMITTED


def test_the_same_report_for_two_figures_is_stored_once_and_serves_both_clauses(
    liaison, asked, campaign, edition, health
):
    second = make_indicator(edition, "sight", value="50", name="近视率")
    DataOwner.objects.create(campaign=campaign, indicator=second, unit=health)
    client = signed_in(liaison)
    for indicator in (asked, second):
        assert client.post(address(indicator), sent(upload=report())).status_code == 302
    evidence = Evidence.objects.get()
    assert StoredFile.objects.count() == 1
    assert {link.clause for link in evidence.clauses.all()} == {asked.clause, second.clause}
    assert set(ValueEntry.objects.values_list("evidence", flat=True)) == {evidence.pk}


def test_a_figure_that_errs_keeps_what_was_typed_and_the_file_need_not_be_sent_again(liaison, asked):
    client = signed_in(liaison)
    wrong = client.post(address(asked), sent(value="195.6", note="复核过", upload=report()))
    page = wrong.content.decode()
    assert wrong.status_code == 422 and not ValueEntry.objects.exists()
    evidence = Evidence.objects.get()
    assert "已收进材料库" in page and 'value="195.6"' in page and "复核过" in page
    assert f'<option value="{evidence.pk}" selected>' in page
    right = client.post(address(asked), sent(value="95.6", evidence=evidence.pk))
    assert right.status_code == 302
    assert ValueEntry.objects.get().evidence == evidence


@pytest.mark.parametrize("bad", ["large", "program", "empty"])
def test_a_file_that_is_refused_loses_nothing_that_was_typed(bad, liaison, asked, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    upload = {
        "large": report(b"x" * (1024 * 1024 + 1)),
        "program": SimpleUploadedFile("报告.pdf", files.program().read()),
        "empty": SimpleUploadedFile("报告.txt", b""),
    }[bad]
    answer = signed_in(liaison).post(address(asked), sent(note="复核过", source_title="年报", upload=upload))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="95.6"' in page and "复核过" in page and 'value="年报"' in page
    assert {"large": "超过1MB", "program": "是程序", "empty": "空的"}[bad] in page
    assert not ValueEntry.objects.exists() and not Evidence.objects.exists()


def test_a_strangers_file_is_not_taken_in(other, asked):
    answer = signed_in(other).post(address(asked), sent(upload=report()))
    assert answer.status_code in (403, 404) and not StoredFile.objects.exists()


def seen_on(client, indicator):
    return client.get(address(indicator)).context["seen"]


def test_two_who_fill_the_same_draft_see_both_versions_and_can_go_on(liaison, clerk, campaign, asked):
    client = signed_in(liaison)
    seen = seen_on(client, asked)
    fill(clerk, campaign, asked, "93.1", submit=False)
    answer = client.post(address(asked), sent(value="95.6", seen=seen, draft="1"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "周某" in page and "93.1%（草稿），您填的是95.6" in page and 'value="95.6"' in page
    assert ValueEntry.objects.get().value == Decimal("93.1")
    again = client.post(address(asked), sent(value="95.6", seen=answer.context["seen"], draft="1"))
    assert again.status_code == 302
    assert ValueEntry.objects.get().value == Decimal("95.6")


def test_a_correction_of_what_was_corrected_meanwhile_is_held_up(liaison, clerk, colleague, campaign, asked):
    fill(liaison, campaign, asked, "91", check=clerk)
    client = signed_in(liaison)
    seen = seen_on(client, asked)
    fill(clerk, campaign, asked, "92", reason="年报更正", check=colleague)
    answer = client.post(address(asked), sent(value="95.6", source_title="年报", reason="算错", seen=seen))
    assert answer.status_code == 422 and "现在是周某" in answer.content.decode()
    assert not ValueEntry.objects.filter(state=State.SUBMITTED).exists()


def test_ones_own_draft_pressed_twice_is_no_conflict(liaison, asked):
    client = signed_in(liaison)
    twice = sent(seen=seen_on(client, asked), draft="1")
    assert [client.post(address(asked), twice).status_code for _ in range(2)] == [302, 302]
    assert ValueEntry.objects.count() == 1


def test_a_question_about_the_figure_does_not_hide_that_it_changed(liaison, clerk, campaign, asked):
    fill(clerk, campaign, asked, "9.5", year=2024)
    client = signed_in(liaison)
    seen = seen_on(client, asked)
    doubted = client.post(address(asked), sent(value="95", source_title="年报", seen=seen))
    assert "请再看一眼" in doubted.content.decode()
    assert doubted.context["seen"] == seen
