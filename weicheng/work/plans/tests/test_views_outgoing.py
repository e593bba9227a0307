"""What leaves the ledger and comes back: saved views, tables, calendar addresses, edited tables."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.models import SavedView, Task
from weicheng.work.plans.tests.conftest import signed_in


def test_a_saved_view_is_a_tab_and_only_its_owner_deletes_it(office: Client, colleague: User, task: Task) -> None:
    office.post("/ledger/views/save/", {"name": "要催的", "query": "due=late&group=unit", "shared": "1"})
    view = SavedView.objects.get()
    assert "要催的" in office.get("/ledger/").content.decode()
    assert "要催的" in signed_in(colleague).get("/ledger/").content.decode()
    signed_in(colleague).post(f"/ledger/views/{view.pk}/delete/")
    assert SavedView.objects.exists()
    office.post(f"/ledger/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("units", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_exports_come_as_named_files(office: Client, task: Task, kind: str, start: bytes) -> None:
    answer = office.get(f"/ledger/export/{kind}/")
    assert answer.getvalue().startswith(start)
    assert "attachment" in answer["Content-Disposition"] and "filename" in answer["Content-Disposition"]


def test_an_unknown_export_is_not_found(office: Client, task: Task) -> None:
    assert office.get("/ledger/export/pdf/").status_code == 404


def test_a_feed_needs_no_login_and_dies_with_its_old_address(unit_client: Client, task: Task, bureau: Unit) -> None:
    page = unit_client.get("/ledger/feeds/").content.decode()
    (address,) = re.findall(r"/ledger/feeds/[\w-]+\.ics", page)
    assert Client().get(address).content.startswith(b"BEGIN:VCALENDAR")
    unit_client.post("/ledger/feeds/", {"unit": bureau.pk})
    assert Client().get(address).status_code == 404


def test_nobody_takes_the_feed_of_another_unit(unit_client: Client, task: Task, foreign: Task) -> None:
    other = foreign.owners.get().unit
    assert unit_client.post("/ledger/feeds/", {"unit": other.pk}).status_code == 404


def edited(content: bytes, **cells: object) -> SimpleUploadedFile:
    """The exported table with the first task's cells under these heads changed, as Excel would save it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = next(row for row in sheet.iter_rows() if any(cell.value in cells for cell in row))
    places = {cell.value: cell.column for cell in heads}
    for head, value in cells.items():
        sheet.cell(heads[0].row + 1, places[head]).value = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("任务分解表.xlsx", out.getvalue())


def test_an_edited_table_is_shown_first_and_written_after_a_click(office: Client, task: Task) -> None:
    table = edited(office.get("/ledger/export/xlsx/").getvalue(), 备注="按表格改的备注")
    page = office.post("/ledger/import/", {"file": table}).content.decode()
    assert "改动1项任务" in page and "按表格改的备注" in page
    task.refresh_from_db()
    assert task.note == ""
    (address,) = re.findall(r'action="(/ledger/import/[0-9a-f-]+/)"', page)
    office.post(address, {"reason": "周例会定的"})
    task.refresh_from_db()
    assert task.note == "按表格改的备注"
    assert "途径：表格导入" in office.get(f"/ledger/tasks/{task.uid}/").content.decode()


def test_a_cancelled_import_changes_nothing_and_cannot_be_applied(office: Client, task: Task) -> None:
    table = edited(office.get("/ledger/export/xlsx/").getvalue(), 备注="不要的")
    page = office.post("/ledger/import/", {"file": table}).content.decode()
    (address,) = re.findall(r'action="(/ledger/import/[0-9a-f-]+/)"', page)
    office.post(address, {"cancel": "1"})
    answer = office.post(address, {}, follow=True)
    assert "已经取消" in answer.content.decode()
    task.refresh_from_db()
    assert task.note == ""


def test_a_table_with_a_wrong_cell_names_row_column_and_reason(office: Client, task: Task) -> None:
    table = edited(office.get("/ledger/export/xlsx/").getvalue(), 时限="等通知再说")
    answer = office.post("/ledger/import/", {"file": table})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有1处不对，一行也没有写入" in page and "等通知再说" in page and "时限" in page
    assert "写入台账" not in page


def test_what_is_no_table_is_refused_in_a_sentence(office: Client, task: Task) -> None:
    answer = office.post("/ledger/import/", {"file": SimpleUploadedFile("x.xlsx", b"not a table")})
    assert answer.status_code == 422
    assert "这份表没有读进来" in answer.content.decode()
