from datetime import date

import pytest

from weicheng.doors.demo.dates import filled, issued_on, month_end

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{me+0}前", "11月底前"),
        ("{me+2}前", "2027年1月底前"),
        ("{d+3}前", "11月25日前"),
        ("{span-2}", "2026年9月1日至2026年11月30日"),
        ("〔{year}〕3号", "〔2026〕3号"),
        ("{issued}", "2026年6月6日"),
    ],
)
def test_dates_are_written_out_from_the_day_of_loading(written, read):
    assert filled(written, TODAY) == read


def test_a_paper_of_last_year_names_the_new_year():
    assert filled("{me+0}前", date(2027, 2, 3)) == "2027年2月底前"
    assert issued_on(date(2027, 2, 3)) == date(2026, 9, 6)


def test_the_end_of_february_is_known():
    assert month_end(date(2028, 1, 15), 1) == date(2028, 2, 29)
