"""A paper does not speak of itself in the cells of its tables."""

from weicheng.engines.reader.reading import read_document
from weicheng.engines.reader.rows import Plan
from weicheng.engines.reader.sources import open_document
from weicheng.engines.reader.tests.office_files import cell, docx, par, row, table

HEAD = row("序号", "工作任务", "牵头单位", "完成时限")
ROWS = (
    row("1", "整修农贸市场排水沟", "柳泉县商务局", "2027年5月底前"),
    row("2", "按照创建省级卫生县城标准补建垃圾房9座", "柳泉县城管局", "6月20日前"),
    row("3", "印发柳泉县灭鼠实施方案", "柳泉县疾控中心", "2027年7月31日"),
)


def plan_of(*body: str, year: int | None = None) -> Plan:
    return read_document(open_document(docx(*body)), year).plan


def facts(plan: Plan) -> tuple[str | None, ...]:
    return plan.title, plan.issuer, plan.date, str(plan.year), plan.campaign


def test_a_table_that_says_nothing_of_itself_leaves_all_open() -> None:
    assert facts(plan_of(table(HEAD, *ROWS))) == (None, None, None, "None", None)


def test_the_line_over_the_heading_of_a_sheet_is_its_title_and_names_no_campaign() -> None:
    banner = row(cell("柳泉县创卫任务分解表", properties='<w:gridSpan w:val="4"/>'))
    assert facts(plan_of(table(banner, HEAD, *ROWS))) == ("柳泉县创卫任务分解表", None, None, "None", None)


def test_what_stands_around_a_table_is_still_read() -> None:
    plan = plan_of(
        par("柳泉县创建省级卫生县城实施方案"),
        par("为做好创建工作，制定本方案。"),
        table(HEAD, *ROWS),
        par("柳泉县爱卫办"),
        par("2026年4月2日"),
    )
    assert facts(plan) == ("柳泉县创建省级卫生县城实施方案", "柳泉县爱卫办", "2026-04-02", "2026", "创建省级卫生县城")


def test_the_heading_of_a_column_may_say_the_year() -> None:
    head = row("序号", "工作任务", "牵头单位", "2028年完成时限")
    plan = plan_of(par("柳泉县爱卫工作清单"), table(head, *ROWS))
    assert (plan.year, plan.year_source) == (2028, "text")


def test_a_year_given_by_the_reader_dates_the_cells() -> None:
    reading = read_document(open_document(docx(table(HEAD, *ROWS))), 2027)
    assert [one.deadline for one in reading.rows] == ["2027-05-31", "2027-06-20", "2027-07-31"]


def test_a_title_that_stands_twice_is_read_once() -> None:
    plan = plan_of(par("2026年爱卫月实施方案 2026年爱卫月实施方案"), par("为做好有关工作，制定本方案。"))
    assert plan.title == "2026年爱卫月实施方案"
