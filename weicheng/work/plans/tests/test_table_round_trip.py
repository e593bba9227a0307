"""The ledger goes out as a table and comes back edited: sorted, filtered, cut, grown, old, or written in other ways."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.models import UnitAlias
from weicheng.work.plans.breakdown_table import COLUMNS, MARKS, UID, VERSION
from weicheng.work.plans.choices import Category
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.errors import NotPossible, RefusedUpload, StaleTask
from weicheng.work.plans.models import LedgerImport, Task
from weicheng.work.plans.selectors.exports import export_ledger_csv, export_ledger_xlsx
from weicheng.work.plans.selectors.ledger import LedgerFilter
from weicheng.work.plans.services.editing import OwnerValue, change_task
from weicheng.work.plans.services.importing import apply_import, cancel_import, forget_previews, import_preview
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, SourceFactory, TaskFactory

pytestmark = pytest.mark.django_db
HEAD = 4  # the row of the heads
TITLES = ("新建改建公厕46座", "整治背街小巷58条", "病媒生物消杀", "更换破损井盖320处")


@pytest.fixture
def tasks(campaign, bureau, health, towns):
    found = [
        TaskFactory(
            campaign=campaign, number=f"QH-2026-{place:04d}", title=title, lead=bureau, coops=towns[:2], category=Category.CITY_APPEARANCE,
            due_on=date(2026, 6, 30), target_value=Decimal(46), target_unit="座", target_comparator=">=",
        )
        for place, title in enumerate(TITLES, 1)
    ]  # fmt: skip
    campaign.last_serial = len(found)
    campaign.save()
    SourceFactory(
        task=found[0], plan=PlanFactory(campaign=campaign, title="攻坚行动方案"), quote="区城管局牵头，新建改建公厕46座"
    )
    return found


class Table:
    """The exported workbook in the hands of a person with Excel."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.sheet = self.book.worksheets[0]
        self.places = {cell.value: cell.column for cell in self.sheet[HEAD]}

    def row_of(self, title: str) -> int:
        column = self.places["工作任务"]
        return next(
            row for row in range(HEAD + 1, self.sheet.max_row + 1) if self.sheet.cell(row, column).value == title
        )

    def put(self, title: str, **cells: object) -> "Table":
        row = self.row_of(title)
        for head, value in cells.items():
            self.sheet.cell(row, self.places[head]).value = value
        return self

    def rows(self) -> list[list[object]]:
        return [[cell.value for cell in row] for row in self.sheet.iter_rows(min_row=HEAD + 1)]

    def write_rows(self, rows: list[list[object]]) -> "Table":
        self.sheet.delete_rows(HEAD + 1, self.sheet.max_row)
        for number, row in enumerate(rows, HEAD + 1):
            for place, value in enumerate(row, 1):
                self.sheet.cell(number, place).value = value
        return self

    def file(self) -> ContentFile:
        out = io.BytesIO()
        self.book.save(out)
        return ContentFile(out.getvalue())


@pytest.fixture
def table(clerk, campaign, tasks) -> Table:
    return Table(export_ledger_xlsx(clerk, campaign, LedgerFilter(sort="number")).read())


@pytest.fixture
def preview(clerk, campaign):
    def run(table: Table):
        return import_preview(by=clerk, campaign=campaign, upload=table.file(), name="任务分解表.xlsx")

    return run


class TestExport:
    def test_the_table_looks_like_one_and_prints_across(self, table, campaign) -> None:
        sheet = table.sheet
        assert sheet["A1"].value == f"{campaign}任务分解表"
        assert [cell.value for cell in sheet[HEAD]][: len(COLUMNS)] == [column.head for column in COLUMNS]
        row = table.row_of("新建改建公厕46座")
        shown = {head: sheet.cell(row, place).value for head, place in table.places.items()}
        assert (shown["编号"], shown["类别"], shown["牵头单位"], shown["配合单位"]) == (
            "QH-2026-0001",
            "市容环卫",
            "区城管局",
            "北苑街道、河湾街道",
        )
        assert (shown["时限"].date(), shown["目标"], shown["出处"]) == (
            date(2026, 6, 30),
            "≥46座",
            "《攻坚行动方案》：区城管局牵头，新建改建公厕46座",
        )
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
            "landscape",
            9,
            "$4:$4",
        )
        assert sheet.column_dimensions[sheet.cell(HEAD, table.places[UID]).column_letter].hidden
        assert sheet.auto_filter.ref.startswith("A4:Q")
        (rule,) = sheet.data_validations.dataValidation
        assert "市容环卫" in rule.formula1

    def test_a_sheet_for_each_unit_holds_what_it_leads_and_helps_with(self, clerk, campaign, tasks, health) -> None:
        TaskFactory(campaign=campaign, title="开展控烟宣传", lead=health)
        book = openpyxl.load_workbook(export_ledger_xlsx(clerk, campaign, LedgerFilter(), per_unit=True))
        assert set(book.sheetnames) == {"任务分解表", "区城管局", "区卫健局", "北苑街道", "河湾街道"}
        assert (book["北苑街道"].max_row, book["区卫健局"].max_row) == (HEAD + 4, HEAD + 1)

    def test_names_that_excel_forbids_are_made_to_fit(self, clerk, campaign, bureau) -> None:
        bureau.short_name = "城管/执法[一]：" + "很" * 40
        bureau.save()
        TaskFactory(campaign=campaign, lead=bureau)
        book = openpyxl.load_workbook(export_ledger_xlsx(clerk, campaign, LedgerFilter(), per_unit=True))
        assert len(book.sheetnames[1]) <= 31

    def test_nothing_typed_runs_as_a_formula(self, clerk, campaign) -> None:
        TaskFactory(campaign=campaign, title='=HYPERLINK("http://x","点我")', note="@SUM(1)")
        sheet = openpyxl.load_workbook(export_ledger_xlsx(clerk, campaign, LedgerFilter())).active
        assert sheet.cell(HEAD + 1, 4).data_type == "s"
        text = export_ledger_csv(clerk, campaign, LedgerFilter())
        assert text.startswith(b"\xef\xbb\xbf")
        row = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1]
        assert row[3].startswith("'=HYPERLINK")
        assert row[12] == "'@SUM(1)"

    def test_the_filter_chooses_the_rows_and_a_liaison_gets_only_hers(self, liaison, campaign, tasks, health) -> None:
        TaskFactory(campaign=campaign, lead=health)
        rows = list(csv.reader(io.StringIO(export_ledger_csv(liaison, campaign, LedgerFilter()).decode())))
        assert len(rows) == 1 + len(tasks)
        rows = list(csv.reader(io.StringIO(export_ledger_csv(liaison, campaign, LedgerFilter(q="井盖")).decode())))
        assert len(rows) == 2


class TestPreview:
    def test_an_untouched_table_changes_nothing(self, table, preview) -> None:
        found = preview(table)
        assert (found.changed, found.conflicts, found.new, found.errors, found.unknown) == ([], [], [], [], [])
        assert (found.unchanged, found.can_apply) == (4, False)

    def test_it_shows_every_change_in_words(self, table, preview) -> None:
        table.put(
            TITLES[1],
            工作任务="整治背街小巷60条",
            类别="设施建设",
            时限=date(2026, 5, 31),
            目标="60条",
            牵头单位="区卫健局",
            备注="分两批",
        )
        (row,) = preview(table).changed
        assert (row.number, row.sheet, row.row) == ("QH-2026-0002", "任务分解表", 6)
        assert row.changes == [
            ("类别", "市容环卫", "设施建设"),
            ("工作任务", TITLES[1], "整治背街小巷60条"),
            ("牵头单位", "区城管局", "区卫健局"),
            ("时限", "2026-06-30", "2026-05-31"),
            ("目标", "≥46座", "60条"),
            ("备注", "", "分两批"),
        ]
        assert not Task.objects.filter(title="整治背街小巷60条").exists()

    def test_sorted_rows_are_still_known(self, table, preview) -> None:
        table.put(TITLES[3], 备注="最后一行")
        found = preview(table.write_rows(table.rows()[::-1]))
        assert [row.number for row in found.changed] == ["QH-2026-0004"]
        assert found.unchanged == 3

    def test_filtered_out_rows_count_too(self, table, preview) -> None:
        table.put(TITLES[0], 备注="藏起来的行")
        table.sheet.row_dimensions[table.row_of(TITLES[0])].hidden = True
        table.sheet.auto_filter.add_filter_column(3, [TITLES[1]])
        assert [row.number for row in preview(table).changed] == ["QH-2026-0001"]

    def test_a_deleted_row_means_nothing(self, table, preview, clerk) -> None:
        table.sheet.delete_rows(table.row_of(TITLES[2]))
        found = preview(table)
        assert (found.unchanged, found.changed) == (3, [])
        assert Task.objects.live().count() == 4

    def test_an_inserted_row_is_offered_as_a_new_task(self, table, preview, clerk, campaign, health) -> None:
        row = table.sheet.max_row + 1
        for head, value in {
            "工作任务": "建设口袋公园3处",
            "牵头单位": "区卫健局",
            "时限": "2026年9月底",
            "目标": "3处",
        }.items():
            table.sheet.cell(row, table.places[head]).value = value
        found = preview(table)
        (new,) = found.new
        assert (new.title, dict(new.words)["时限"]) == ("建设口袋公园3处", "2026-09-30")
        result = apply_import(by=clerk, token=found.token)
        assert (result.changed, result.created) == (0, 0)
        found = preview(table)
        result = apply_import(by=clerk, token=found.token, new=[new.key])
        task = Task.objects.get(title="建设口袋公园3处")
        assert str(result) == f"已按表格修改0项，新增1项（{task.number}起）。"
        assert (task.due_on, task.target_value, task.target_unit, task.owners.get().unit) == (
            date(2026, 9, 30),
            3,
            "处",
            health,
        )

    def test_columns_in_another_order_and_other_heads_are_understood(self, table, preview) -> None:
        table.put(TITLES[0], 备注="换过列")
        table.sheet.cell(HEAD, table.places["牵头单位"]).value = "责任单位"
        for row in table.sheet.iter_rows(min_row=HEAD):
            values = [cell.value for cell in row]
            for cell, value in zip(row, values[::-1], strict=True):
                cell.value = value
        (row,) = preview(table).changed
        assert row.changes == [("备注", "", "换过列")]

    def test_a_column_that_was_taken_out_is_not_changed(self, table, preview) -> None:
        table.sheet.delete_cols(table.places["时限"])
        assert preview(table).changed == []

    @pytest.mark.parametrize(
        ("typed", "due"),
        [
            ("2026.6.15", "2026-06-15"),
            ("2026年6月15日", "2026-06-15"),
            ("6月15日", "2026-06-15"),
            ("６月１５日前", "2026-06-15"),
            ("2026/6/15", "2026-06-15"),
            ("20260615", "2026-06-15"),
            ("5月底", "2026-05-31"),
            (date(2026, 6, 15), "2026-06-15"),
        ],
    )
    def test_dates_are_read_as_people_type_them(self, table, preview, typed, due) -> None:
        (row,) = preview(table.put(TITLES[0], 时限=typed)).changed
        assert row.changes == [("时限", "2026-06-30", due)]

    @pytest.mark.parametrize("typed", ["2026.6.30", "6月30日", "6月底前", "2026-06-30"])
    def test_the_same_date_written_otherwise_is_no_change(self, table, preview, typed) -> None:
        assert preview(table.put(TITLES[0], 时限=typed)).changed == []

    @pytest.mark.parametrize(
        ("typed", "words"), [("５０座", "50座"), ("≥90％", "≥90%"), ("1,200", "1200"), (50, "50"), ("90%以上", "≥90%")]
    )
    def test_targets_are_read_as_people_type_them(self, table, preview, typed, words) -> None:
        (row,) = preview(table.put(TITLES[0], 目标=typed)).changed
        assert row.changes == [("目标", "≥46座", words)]

    def test_units_are_known_by_any_of_their_names(self, table, preview, health) -> None:
        UnitAlias.objects.create(unit=health, text="卫健委")
        (row,) = preview(table.put(TITLES[0], 牵头单位="卫健委", 配合单位="河湾街道，北苑街道；禾丰街道办事处")).changed
        assert row.changes == [
            ("牵头单位", "区城管局", "区卫健局"),
            ("配合单位", "北苑街道、河湾街道", "河湾街道、北苑街道、禾丰街道"),
        ]

    def test_the_same_units_in_another_order_or_with_other_marks_are_no_change(self, table, preview) -> None:
        assert preview(table.put(TITLES[0], 配合单位="北苑街道，河湾街道")).changed == []

    @pytest.mark.parametrize(
        ("head", "typed", "why"),
        [
            ("时限", "尽快", "不是日期"),
            ("时限", "2026-02-30", "没有"),
            ("牵头单位", "某某局", "单位名单里没有"),
            ("类别", "绿化", "没有“绿化”这个类别"),
            ("类别", "", "不能空着"),
            ("工作任务", "", "不能空着"),
            ("目标", "若干座", "目标要写成"),
            ("目标", "-5", "目标要写成"),
        ],
    )
    def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_written(
        self, clerk, table, preview, head, typed, why
    ) -> None:
        table.put(TITLES[1], 备注="好的一行").put(TITLES[0], **{head: typed})
        found = preview(table)
        (error,) = found.errors
        assert (error.sheet, error.row, error.column) == ("任务分解表", 5, head)
        assert why in error.reason
        with pytest.raises(NotPossible, match="一行也没有写入"):
            apply_import(by=clerk, token=found.token)
        assert not Task.objects.filter(note="好的一行").exists()

    def test_rows_of_another_campaign_are_unknown(self, clerk, tasks, table) -> None:
        found = import_preview(by=clerk, campaign=CampaignFactory(), upload=table.file(), name="x.xlsx")
        assert (len(found.unknown), found.can_apply) == (4, False)

    def test_a_withdrawn_task_is_unknown(self, table, preview, tasks) -> None:
        Task.objects.filter(pk=tasks[0].pk).update(withdrawn_at=timezone.now())
        (row,) = preview(table).unknown
        assert "撤回" in row.reason

    def test_sorting_only_some_columns_is_found_out(self, table, preview) -> None:
        rows = table.rows()
        shown = len(COLUMNS)
        mixed = [rows[-1 - place][:shown] + rows[place][shown:] for place in range(len(rows))]
        found = preview(table.write_rows(mixed))
        assert len(found.errors) == 4
        assert "部分列" in found.errors[0].reason

    def test_a_copied_row_is_asked_about_and_without_number_it_is_new(self, table, preview) -> None:
        copy = list(table.rows()[0])
        copy[table.places["工作任务"] - 1] = "新建充电桩"
        found = preview(table.write_rows([*table.rows(), copy]))
        assert "复制" in found.errors[0].reason
        copy[table.places["编号"] - 1] = None
        found = preview(table.write_rows([*table.rows()[:4], copy]))
        assert [new.title for new in found.new] == ["新建充电桩"]

    def test_shown_only_columns_are_not_taken(self, table, preview) -> None:
        assert preview(table.put(TITLES[0], 状态="已完成", 完成="100%", 序号="99")).changed == []

    def test_cells_that_no_table_changes_are_named_with_where_to_change_them(self, table, preview, clerk) -> None:
        table.put(TITLES[0], 状态="已完成", 完成=1.0, 责任人="李某", 序号="99").put(TITLES[1], 备注="一", 出处="另写的")
        found = preview(table)
        assert [(cell.number, cell.column, cell.value) for cell in found.untaken] == [
            ("QH-2026-0001", "完成", "100%"),
            ("QH-2026-0001", "状态", "已完成"),
            ("QH-2026-0001", "责任人", "李某"),
            ("QH-2026-0002", "出处", "另写的"),
        ]
        assert [row.number for row in found.changed] == ["QH-2026-0002"]
        assert "报进展" in found.untaken[0].way and "修改" in found.untaken[2].way
        apply_import(by=clerk, token=found.token)
        assert Task.objects.get(number="QH-2026-0001").percent == 0

    def test_the_page_does_not_say_that_nothing_was_changed(self, table, office) -> None:
        upload = SimpleUploadedFile("任务分解表.xlsx", table.put(TITLES[0], 状态="已完成").file().read())
        page = office.post("/ledger/import/", {"file": upload}).content.decode()
        assert "这1格和台账显示的不一样，但从表里不能改（状态）" in page
        assert "没有能写入的改动" in page and "表里的内容和台账一样" not in page

    def test_progress_since_the_export_is_no_cell_that_a_person_changed(self, clerk, table, preview, tasks) -> None:
        Task.objects.filter(pk=tasks[0].pk).update(percent=50, done_value=23)
        table.put(TITLES[1], 完成=0.0)  # Excel makes a number of a typed 0%
        assert preview(table).untaken == []

    def test_without_marks_such_cells_are_compared_with_the_ledger_of_today(self, table, preview) -> None:
        table.put(TITLES[0], 责任人="李某")
        for head in (MARKS, VERSION, UID):
            table.sheet.delete_cols(table.places[head])
        assert [(cell.number, cell.column) for cell in preview(table).untaken] == [("QH-2026-0001", "责任人")]

    def test_an_inserted_row_says_what_of_it_is_not_taken(self, table, preview) -> None:
        places = table.places
        row = [None] * len(table.rows()[0])
        for head, value in {"工作任务": "新建充电桩3处", "状态": "推进中", "完成": ""}.items():
            row[places[head] - 1] = value
        found = preview(table.write_rows([*table.rows()[:4], row]))
        assert [(cell.uid, cell.column, cell.value) for cell in found.untaken] == [("", "状态", "推进中")]
        assert [new.title for new in found.new] == ["新建充电桩3处"]

    def test_the_serial_is_a_number(self, table) -> None:
        cells = [table.sheet.cell(row, table.places["序号"]) for row in range(HEAD + 1, HEAD + 5)]
        assert [(cell.value, cell.data_type) for cell in cells] == [(n, "n") for n in range(1, 5)]


class TestOldFile:
    def test_it_changes_only_what_was_edited_in_it(self, clerk, table, preview, tasks, put_off) -> None:
        put_off(tasks[0], "2026-07-31")
        found = preview(table.put(TITLES[0], 备注="旧表里写的"))
        assert [row.changes for row in found.changed] == [[("备注", "", "旧表里写的")]]
        apply_import(by=clerk, token=found.token)
        task = Task.objects.get(pk=tasks[0].pk)
        assert (task.due_on, task.note, task.version) == (date(2026, 7, 31), "旧表里写的", 3)

    def test_an_unedited_old_file_takes_nothing_back(self, clerk, table, preview, tasks, health) -> None:
        change_task(by=clerk, task=tasks[0], version=1, changes={"title": "新建公厕", "owners": [OwnerValue(health)]})
        found = preview(table)
        assert (found.changed, found.conflicts, found.unchanged) == ([], [], 4)

    def test_a_cell_changed_on_both_sides_is_a_conflict_and_the_newer_stays(self, clerk, table, preview, tasks) -> None:
        change_task(by=clerk, task=tasks[0], version=1, changes={"note": "台账里新写的"})
        found = preview(table.put(TITLES[0], 备注="旧表里写的"))
        (row,) = found.conflicts
        assert (row.changes, row.newer, row.by) == (
            [("备注", "台账里新写的", "旧表里写的")],
            [("备注", "", "台账里新写的")],
            "周某",
        )
        apply_import(by=clerk, token=found.token)
        assert Task.objects.get(pk=tasks[0].pk).note == "台账里新写的"

    def test_the_table_wins_where_it_is_chosen(self, clerk, table, preview, tasks) -> None:
        change_task(by=clerk, task=tasks[0], version=1, changes={"note": "台账里新写的"})
        found = preview(table.put(TITLES[0], 备注="旧表里写的"))
        apply_import(by=clerk, token=found.token, conflicts=[found.conflicts[0].uid])
        assert Task.objects.get(pk=tasks[0].pk).note == "旧表里写的"

    def test_without_the_hidden_columns_rows_are_found_by_number_and_never_overwrite_unasked(
        self, table, preview
    ) -> None:
        table.put(TITLES[0], 备注="没有系统编号")
        for head in (VERSION, UID):
            table.sheet.delete_cols(table.places[head])
        found = preview(table)
        assert (found.changed, len(found.conflicts), found.unchanged) == ([], 1, 3)

    def test_a_version_from_the_future_is_an_error(self, table, preview) -> None:
        found = preview(table.put(TITLES[0], **{VERSION: 9}))
        assert "版本" in found.errors[0].reason


class TestApplying:
    def test_every_change_is_an_entry_that_came_by_import(self, clerk, table, preview, tasks) -> None:
        found = preview(table.put(TITLES[0], 备注="一").put(TITLES[1], 备注="二"))
        assert str(apply_import(by=clerk, token=found.token, reason="周例会定的")) == "已按表格修改2项。"
        events = AuditEvent.objects.filter(action="plans.task.changed")
        assert {(event.channel, event.actor_name, event.reason) for event in events} == {
            (Channel.IMPORT, "周某", "周例会定的")
        }
        assert len(events) == 2

    def test_without_a_reason_the_record_names_the_file(self, clerk, table, preview, tasks, office) -> None:
        apply_import(by=clerk, token=preview(table.put(TITLES[0], 备注="一")).token)
        assert AuditEvent.objects.get(action="plans.task.changed").reason == "由表格“任务分解表.xlsx”修改"
        drawer = office.get(f"/ledger/tasks/{tasks[0].uid}/").content.decode()
        assert "理由：由表格“任务分解表.xlsx”修改" in drawer
        upload = SimpleUploadedFile("任务分解表.xlsx", table.put(TITLES[0], 备注="二").file().read())
        page = office.post("/ledger/import/", {"file": upload}).content.decode()
        assert "为什么改（选填）" in page and 'name="reason"' in page

    def test_putting_a_deadline_off_needs_a_reason(self, clerk, table, preview, tasks) -> None:
        table.put(TITLES[1], 备注="先写的").put(TITLES[0], 时限=date(2026, 8, 31))
        found = preview(table)
        assert found.needs_reason
        with pytest.raises(NotPossible, match=r"第5行.*原因"):
            apply_import(by=clerk, token=found.token)
        assert not Task.objects.filter(note="先写的").exists()
        assert found.waiting == 1
        result = apply_import(by=clerk, token=found.token, reason="汛期停工")
        assert str(result) == "已按表格修改1项，1项的时限往后推，要等创卫办另一位同事批准。"
        assert Task.objects.filter(note="先写的").exists()
        held = PostponementRequest.objects.get()
        assert (held.task_id, held.due_on, held.reason, held.channel) == (
            tasks[0].pk,
            date(2026, 8, 31),
            "汛期停工",
            Channel.IMPORT,
        )
        assert Task.objects.get(pk=tasks[0].pk).due_on == held.was_due_on

    def test_the_same_table_again_asks_only_once(self, clerk, table, preview, tasks) -> None:
        table.put(TITLES[0], 时限=date(2026, 8, 31))
        for _ in range(2):
            apply_import(by=clerk, token=preview(table).token, reason="汛期停工")
        assert PostponementRequest.objects.count() == 1

    def test_what_changed_after_the_preview_stops_all(self, clerk, colleague, table, preview, tasks) -> None:
        found = preview(table.put(TITLES[0], 备注="一").put(TITLES[1], 备注="二"))
        change_task(by=colleague, task=tasks[1], version=1, changes={"note": "同时"})
        with pytest.raises(StaleTask, match="吴某"):
            apply_import(by=clerk, token=found.token)
        assert Task.objects.get(pk=tasks[0].pk).note == ""

    def test_a_preview_is_applied_once_and_only_by_its_maker(self, clerk, colleague, table, preview) -> None:
        found = preview(table.put(TITLES[0], 备注="一"))
        with pytest.raises(NotPossible):
            apply_import(by=colleague, token=found.token)
        apply_import(by=clerk, token=found.token)
        with pytest.raises(NotPossible, match="已经写入"):
            apply_import(by=clerk, token=found.token)

    def test_a_cancelled_preview_is_gone(self, clerk, table, preview) -> None:
        found = preview(table)
        cancel_import(by=clerk, token=found.token)
        assert not LedgerImport.objects.exists()
        with pytest.raises(NotPossible):
            apply_import(by=clerk, token=found.token)

    def test_a_preview_left_for_a_week_is_forgotten(self, table, preview) -> None:
        kept, old = preview(table), preview(table)
        LedgerImport.objects.filter(token=old.token).update(created_at=timezone.now() - timedelta(days=8))
        assert forget_previews() == 1
        assert LedgerImport.objects.get().token == kept.token

    def test_leads_are_changed_and_people_and_others_stay(self, clerk, table, preview, tasks, bureau, health) -> None:
        found = preview(table.put(TITLES[0], 牵头单位="区卫健局、区城管局"))
        apply_import(by=clerk, token=found.token)
        owners = [(str(owner.unit), owner.role) for owner in tasks[0].owners.all()]
        assert owners == [("区卫健局", "lead"), ("区城管局", "lead"), ("北苑街道", "coop"), ("河湾街道", "coop")]

    def test_a_new_rhythm_brings_its_rule(self, clerk, table, preview, tasks) -> None:
        found = preview(table.put(TITLES[2], 频次="每周五"))
        apply_import(by=clerk, token=found.token)
        task = Task.objects.get(pk=tasks[2].pk)
        assert (task.recurrence_text, task.rrule) == ("每周五", "FREQ=WEEKLY;BYDAY=FR")

    def test_sheets_of_units_come_back_as_one(self, clerk, campaign, tasks) -> None:
        table = Table(export_ledger_xlsx(clerk, campaign, LedgerFilter(sort="number"), per_unit=True).read())
        table.sheet = table.book["北苑街道"]
        table.put(TITLES[0], 备注="街道改的")
        found = import_preview(by=clerk, campaign=campaign, upload=table.file(), name="x.xlsx")
        assert ([row.sheet for row in found.changed], found.unchanged) == (["北苑街道"], 3)
        table.sheet = table.book["河湾街道"]
        table.put(TITLES[0], 备注="另一家改的")
        found = import_preview(by=clerk, campaign=campaign, upload=table.file(), name="x.xlsx")
        assert "改得不一样" in found.errors[0].reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no table",
        b"PK\x03\x04broken",
        "序号,工作任务\n1,新建公厕".encode(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80,
    ],
)
def test_what_is_no_table_is_refused(clerk, campaign, content) -> None:
    with pytest.raises(RefusedUpload):
        import_preview(by=clerk, campaign=campaign, upload=ContentFile(content), name="x.xlsx")


def test_a_workbook_without_the_columns_is_refused(clerk, campaign) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(RefusedUpload, match="工作任务"):
        import_preview(by=clerk, campaign=campaign, upload=ContentFile(out.getvalue()), name="x.xlsx")


def test_only_the_office_imports(liaison, campaign, table) -> None:
    with pytest.raises(NotAllowed):
        import_preview(by=liaison, campaign=campaign, upload=table.file(), name="x.xlsx")


def test_progress_does_not_make_a_file_old(clerk, campaign, bureau, tasks, table, preview) -> None:
    EntryFactory(task=tasks[0], unit=bureau)
    assert preview(table).unchanged == 4
