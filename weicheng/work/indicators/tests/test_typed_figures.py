"""Figures in full width, with units, in 万: on the form and in the table the same right figure, or a sentence."""

import io
from decimal import Decimal
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from weicheng.work.indicators.models import DataOwner, DataYear, TableUpload, ValueEntry
from weicheng.work.indicators.tests.conftest import signed_in
from weicheng.work.indicators.tests.making import make_indicator

pytestmark = pytest.mark.django_db

RIGHT = [
    ({"value": "９８．６％"}, "98.6", None, None),
    ({"value": "98.6"}, "98.6", None, None),
    ({"value": " 98．6 % "}, "98.6", None, None),
    ({"value": "百分之九十八点六"}, "98.6", None, None),
    ({"numerator": "1,200座", "denominator": "1.2万"}, "10", "1200", "12000"),
    ({"numerator": "１，２００ 座", "denominator": "１.２ 万 座"}, "10", "1200", "12000"),
    ({"numerator": "一千二百座", "denominator": "12000"}, "10", "1200", "12000"),
]
WRONG = [
    ({"value": "98.6‰"}, "请换算成“%”再填"),
    ({"value": "1,20座"}, "逗号不知道是什么意思"),
    ({"value": "九成多"}, "不是数"),
    ({"value": "98。6"}, "不是数"),
    ({"value": "1.2万"}, "超过了100%"),
    ({"numerator": "约1200座", "denominator": "1.2万"}, "不是数"),
]
HEADS = {"value": "数值", "numerator": "分子", "denominator": "分母"}


@pytest.fixture
def rate(campaign, edition, health):
    DataYear.objects.create(campaign=campaign, year=2025, due_on="2026-03-31")
    found = make_indicator(edition, "toilets", value="5", name="公厕达标率")
    DataOwner.objects.create(campaign=campaign, indicator=found, unit=health)
    return found


def held():
    entry = ValueEntry.objects.get()
    return entry.value, entry.numerator, entry.denominator


def wanted(value, numerator, denominator):
    return tuple(Decimal(text) if text else None for text in (value, numerator, denominator))


def on_form(client, indicator, typed):
    sent = {"key": str(uuid4()), "source_title": "年报"} | typed
    return client.post(f"/indicators/{indicator.pk}/fill/?year=2025", sent)


def in_table(client, typed, formats=()):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/indicators/template/?year=2025").content))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[3]}
    row = next(n for n in range(4, sheet.max_row + 1) if sheet.cell(n, heads["指标"]).value == "公厕达标率")
    for name, value in typed.items():
        sheet.cell(row, heads[HEADS[name]]).value = value
    for name, form in dict(formats).items():
        sheet.cell(row, heads[HEADS[name]]).number_format = form
    sheet.cell(row, heads["来源名称"]).value = "年报"
    out = io.BytesIO()
    book.save(out)
    return client.post("/indicators/import/", {"file": SimpleUploadedFile("填报表.xlsx", out.getvalue())})


@pytest.mark.parametrize(("typed", "value", "numerator", "denominator"), RIGHT)
def test_the_form_understands_it(typed, value, numerator, denominator, liaison, rate):
    answer = on_form(signed_in(liaison), rate, typed)
    assert answer.status_code == 302, answer.content.decode()
    assert held() == wanted(value, numerator, denominator)


@pytest.mark.parametrize(("typed", "value", "numerator", "denominator"), RIGHT)
def test_the_table_understands_it(typed, value, numerator, denominator, liaison, rate):
    client = signed_in(liaison)
    assert "1行可以提交" in in_table(client, typed).content.decode()
    client.post(f"/indicators/import/{TableUpload.objects.get().token}/apply/")
    assert held() == wanted(value, numerator, denominator)


def test_a_cell_that_the_office_program_shows_as_a_percentage_is_read_as_shown(liaison, rate):
    client = signed_in(liaison)
    assert "1行可以提交" in in_table(client, {"value": 0.986}, {"value": "0.0%"}).content.decode()
    client.post(f"/indicators/import/{TableUpload.objects.get().token}/apply/")
    assert held()[0] == Decimal("98.6")


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_the_form_says_what_it_does_not_understand_and_keeps_it(typed, words, liaison, rate):
    answer = on_form(signed_in(liaison), rate, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert all(f'value="{text}"' in page for text in typed.values())
    assert not ValueEntry.objects.exists()


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_the_table_says_so_too(typed, words, liaison, rate):
    page = in_table(signed_in(liaison), typed).content.decode()
    assert words in page and "1行要改" in page
    assert not ValueEntry.objects.exists()
