"""A table inside a cell of a task table."""

from weicheng.engines.reader.reading import read_document
from weicheng.engines.reader.rows import Row
from weicheng.engines.reader.sources import open_document
from weicheng.engines.reader.tests.office_files import cell, docx, par, row, table


def owners(one: Row) -> list[tuple[str, str]]:
    return [(owner.name, owner.role) for owner in one.owners]


def _nested(inner: str) -> list[Row]:
    """Rows of a docx whose task table holds another one in its second line."""
    content = docx(
        par("柳泉县2026年健康细胞建设任务分解表"),
        table(
            row("工作任务", "牵头单位", "完成时限"),
            row("新建健康步道3条", "县城管局", "2026年11月底"),
            row(cell(par("推进健康细胞建设："), inner), "县卫健局", "2026年12月底"),
        ),
    )
    return read_document(open_document(content)).rows


def test_the_lines_of_a_table_in_a_cell_are_rows_of_their_own() -> None:
    rows = _nested(
        table(row("建成健康村庄6个", "2026年4月底前"), row("建成健康家庭80户", "县妇联"), row("评选健康达人", ""))
    )
    assert [(r.quote, r.deadline, owners(r), [q.text for q in r.quantities]) for r in rows] == [
        ("新建健康步道3条", "2026-11-30", [("县城管局", "lead")], ["3条"]),
        ("建成健康村庄6个", "2026-04-30", [("县卫健局", "lead")], ["6个"]),
        ("建成健康家庭80户", "2026-12-31", [("县妇联", "lead")], ["80户"]),
        ("评选健康达人", "2026-12-31", [("县卫健局", "lead")], []),
    ]
    assert rows[1].section == ["推进健康细胞建设"]
    assert (rows[1].locator.table, rows[1].locator.row, rows[1].locator.column) == (2, 1, 1)


def test_a_table_in_a_cell_with_headings_takes_from_around_what_it_does_not_say() -> None:
    rows = _nested(
        table(row("具体任务", "完成时限"), row("建成健康村庄6个", "2026年4月底前"), row("建成健康家庭80户", ""))
    )
    assert [(r.quote, r.deadline, owners(r), r.doubts) for r in rows[1:]] == [
        ("建成健康村庄6个", "2026-04-30", [("县卫健局", "lead")], []),
        ("建成健康家庭80户", "2026-12-31", [("县卫健局", "lead")], []),
    ]
