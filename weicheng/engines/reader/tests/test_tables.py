"""Task tables become rows; other tables do not."""

from weicheng.engines.reader.document import Block, Cell, Document, Kind, Locator, Table
from weicheng.engines.reader.rows import Plan, Row
from weicheng.engines.reader.tables import rows_of_table

Grid = list[list[str]]


def read(
    cells: Grid, merges: dict[tuple[int, int], tuple[int, int]] | None = None, year: int | None = 2026
) -> list[Row] | None:
    """Rows of a table of words; ``merges`` gives rows and columns that the cell at a place covers."""
    document, table = _document(cells, merges or {})
    rows = rows_of_table(document, table, Plan(year=year))
    for row in rows or ():
        assert document.text[row.start : row.end] == row.quote
        assert all(document.text[owner.start or 0 : owner.end] == owner.name for owner in row.owners)
    return rows


def _document(cells: Grid, merges: dict[tuple[int, int], tuple[int, int]]) -> tuple[Document, Table]:
    covered = {
        (row + r, column + c)
        for (row, column), (rows, columns) in merges.items()
        for r in range(rows)
        for c in range(columns)
        if r or c
    }
    text, found = "", []
    for row, words in enumerate(cells):
        for column, word in enumerate(words):
            if (row, column) not in covered:
                rows, columns = merges.get((row, column), (1, 1))
                found.append(Cell(row, column, len(text), len(text) + len(word), rows, columns))
                text += f"{word}\n"
    table = Table(tuple(found), len(cells), len(cells[0]), end=len(text))
    blocks = tuple(
        Block(c.start, c.end, Kind.CELL, locator=Locator(page=2, table=1, row=c.row + 1, column=c.column + 1))
        for c in found
    )
    return Document(text, blocks, (table,)), table


def owners(row: Row) -> list[tuple[str, str]]:
    return [(owner.name, owner.role) for owner in row.owners]


def test_columns_are_known_by_many_headings() -> None:
    for task, owner, due in (
        ("工作任务", "责任单位", "完成时限"),
        ("整治内容", "落实单位", "时间节点"),
        ("具体措施", "责任部门", "时间要求"),
        ("工作要求", "责任科室", "完成时间"),
        ("任务内容", "责任股室", "整改期限"),
    ):
        rows = read([["序号", task, owner, due], ["1", "清理楼道杂物", "各社区", "5月底前"]])
        assert rows is not None and len(rows) == 1
        assert (rows[0].quote, owners(rows[0]), rows[0].deadline) == (
            "清理楼道杂物",
            [("各社区", "lead")],
            "2026-05-31",
        )


def test_a_heading_of_two_rows_tells_lead_from_help() -> None:
    cells = [
        ["序号", "工作任务", "责任单位", ""],
        ["", "", "牵头单位", "配合单位"],
        ["1", "修补破损路面", "区住建局", "各街道、区城管局"],
    ]
    rows = read(cells, {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)})
    assert rows is not None
    assert owners(rows[0]) == [("区住建局", "lead"), ("各街道", "coop"), ("区城管局", "coop")]


def test_a_merged_owner_cell_holds_for_each_of_its_rows() -> None:
    cells = [["工作任务", "责任单位"], ["更换果皮箱", "区城管局"], ["清洗护栏", ""], ["开设专栏", "区融媒体中心"]]
    rows = read(cells, {(1, 1): (2, 1)})
    assert rows is not None
    assert [owners(row)[0][0] for row in rows] == ["区城管局", "区城管局", "区融媒体中心"]


def test_where_the_format_keeps_no_merges_blank_owner_cells_go_on() -> None:
    cells = [
        ["工作任务", "责任单位"],
        ["更换果皮箱", "区城管局"],
        ["清洗护栏", ""],
        ["清扫街道", ""],
        ["开设专栏", "同上"],
    ]
    rows = read(cells)
    assert rows is not None
    assert {owners(row)[0][0] for row in rows} == {"区城管局"}


def test_a_category_over_several_rows_is_the_section() -> None:
    cells = [
        ["类别", "工作内容", "责任单位"],
        ["健康教育", "设置宣传栏", "各社区"],
        ["", "举办健康讲座", "区卫健局"],
        ["除害", "统一投放毒饵", "区爱卫办"],
    ]
    rows = read(cells, {(1, 0): (2, 1)})
    assert rows is not None
    assert [row.section for row in rows] == [["健康教育"], ["健康教育"], ["除害"]]


def test_a_row_across_the_table_names_the_section() -> None:
    cells = [["序号", "工作任务", "责任单位"], ["一、市容环境", "", ""], ["1", "取缔占道摊点", "区城管局"]]
    rows = read(cells, {(1, 0): (1, 3)})
    assert rows is not None
    assert [(row.quote, row.section) for row in rows] == [("取缔占道摊点", ["市容环境"])]


def test_a_heading_repeated_on_the_next_page_and_a_total_are_no_tasks() -> None:
    head = ["序号", "工作任务", "责任单位"]
    rows = read([head, ["1", "安装路灯", "区住建局"], head, ["2", "疏通管网", "区水务局"], ["合计", "2项", ""]])
    assert rows is not None
    assert [row.quote for row in rows] == ["安装路灯", "疏通管网"]


def test_a_cell_with_several_tasks_is_split() -> None:
    cells = [
        ["工作任务", "责任单位"],
        ["1.新建公厕四座；\n2.更换路灯二十盏。", "区住建局"],
        ["清理小广告；规范户外招牌", "区城管局"],
    ]
    rows = read(cells)
    assert rows is not None
    assert [row.quote for row in rows] == ["新建公厕四座", "更换路灯二十盏", "清理小广告", "规范户外招牌"]
    assert {owners(row)[0][0] for row in rows[:2]} == {"区住建局"}


def test_short_pieces_between_semicolons_stay_one_task() -> None:
    rows = read([["工作任务", "责任单位"], ["做到垃圾日清；无异味", "区城管局"]])
    assert rows is not None
    assert [row.quote for row in rows] == ["做到垃圾日清；无异味"]


def test_labels_and_marks_inside_an_owner_cell() -> None:
    cells = [
        ["工作任务", "责任单位"],
        ["改造农贸市场", "牵头单位：区商务局\n配合单位：各街道"],
        ["整治线缆", "区工信局（牵头）、电信公司"],
        ["治理河道", "区水务局牵头，各镇配合"],
    ]
    rows = read(cells)
    assert rows is not None
    assert [owners(row) for row in rows] == [
        [("区商务局", "lead"), ("各街道", "coop")],
        [("区工信局", "lead"), ("电信公司", "coop")],
        [("区水务局", "lead"), ("各镇", "coop")],
    ]


def test_a_responsible_leader_stands_in_only_where_no_unit_is_named() -> None:
    both = read([["工作任务", "责任领导", "责任单位"], ["整治背街小巷", "分管副区长", "区住建局"]])
    alone = read([["工作任务", "责任人", "完成时限"], ["整治背街小巷", "街道主任", "6月底前"]])
    assert both is not None and owners(both[0]) == [("区住建局", "lead")]
    assert alone is not None and owners(alone[0]) == [("街道主任", "lead")]


def test_rhythms_in_the_time_column_are_recurrences() -> None:
    rows = read(
        [
            ["工作任务", "责任单位", "时间要求"],
            ["上报工作信息", "各镇", "每月25日前"],
            ["清扫街道", "区城管局", "长期坚持"],
        ]
    )
    assert rows is not None
    assert rows[0].recurrence == "FREQ=MONTHLY;BYMONTHDAY=25"
    assert (rows[1].deadline, rows[1].recurrence) == (None, None)


def test_an_unknown_year_leaves_the_date_open_and_says_so() -> None:
    rows = read([["工作任务", "责任单位", "完成时限"], ["安装路灯", "区住建局", "6月底前"]], year=None)
    assert rows is not None
    assert (rows[0].deadline_text, rows[0].deadline) == ("6月底前", None)
    assert rows[0].doubts


def test_a_table_without_an_owner_column_gives_rows_with_a_doubt() -> None:
    rows = read([["序号", "工作任务", "完成时限"], ["1", "召开动员大会", "3月10日前"]])
    assert rows is not None
    assert rows[0].owners == [] and "表格没有责任单位一栏，请指定责任单位。" in rows[0].doubts


def test_a_column_of_counts_is_a_quantity() -> None:
    rows = read([["序号", "工作内容", "数量（座）", "责任单位"], ["1", "新建垃圾收集亭", "25", "区城管局"]])
    assert rows is not None
    assert [(q.value, q.unit, q.comparator) for q in rows[0].quantities] == [(25.0, "座", "=")]


def test_the_row_says_where_in_the_file_it_stands() -> None:
    rows = read([["序号", "工作任务", "责任单位"], ["1", "安装路灯", "区住建局"]])
    assert rows is not None
    locator = rows[0].locator
    assert (locator.page, locator.table, locator.row, locator.column, rows[0].basis) == (2, 1, 2, 2, "table")


def test_tables_of_people_scores_and_layout_are_no_task_tables() -> None:
    assert read([["姓名", "职务", "联系电话"], ["（略）", "局长", "0000"]]) is None
    assert read([["序号", "检查内容", "评分标准", "分值"], ["1", "室内卫生整洁无杂物", "发现一处扣1分", "10"]]) is None
    assert read([["甲", "乙"], ["丙", "丁"]]) is None
    assert read([["日期", "值班人员", "电话"], ["周一", "（略）", "0000"]]) is None


def test_the_column_of_targets_gives_amounts_and_rhythm() -> None:
    rows = read(
        [
            ["序号", "工作任务", "工作目标", "牵头单位", "完成时间"],
            ["1", "清理卫生死角", "清理300处", "区城管局", "5月底前"],
            ["2", "机械化清扫主干道", "每天两次，机扫率达80%以上", "区城管局", "12月底前"],
            ["3", "1.更新宣传栏；2.举办知识讲座", "1、不少于40块；2、每月1场", "区卫健局", "12月底前"],
        ]
    )
    assert rows is not None
    amounts = [[(q.value, q.unit, q.comparator) for q in row.quantities] for row in rows]
    assert amounts[:3] == [[(300.0, "处", "=")], [(80.0, "%", ">=")], [(40.0, "块", ">=")]]
    assert [row.recurrence for row in rows][1] == "FREQ=DAILY"
    assert [row.deadline for row in rows] == ["2026-05-31"] + ["2026-12-31"] * 3


def test_a_target_that_covers_several_tasks_belongs_to_none() -> None:
    rows = read(
        [
            ["序号", "工作任务", "工作目标", "牵头单位"],
            ["1", "清理卫生死角", "整治点位300处", "区城管局"],
            ["2", "拆除违建棚屋", "", "区城管局"],
        ],
        {(1, 2): (2, 1)},
    )
    assert rows is not None
    assert [row.quantities for row in rows] == [[], []]


def test_a_day_that_lost_its_format_in_a_column_of_deadlines_is_read() -> None:
    head = ["工作任务", "责任单位", "时限", "数量"]
    rows = read([head, ["疏通巷道边沟", "县住建局", "46300", "46300"], ["补栽行道树木", "县林业局", "12", "300株"]])
    assert rows is not None
    assert [(row.deadline_text, row.deadline) for row in rows] == [("46300", "2026-10-05"), (None, None)]
