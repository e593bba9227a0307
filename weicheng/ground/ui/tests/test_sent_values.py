from datetime import date
from uuid import UUID

import pytest

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.ui.days import day_in, day_of_our_time, optional_day, required_day
from weicheng.ground.ui.keys import key_again, key_of, uuid_in

KEY = "6f5f3a52-26c4-4f0e-9f0e-2f6f0b5c1d10"


@pytest.mark.parametrize("text", [None, "", "  ", "2026-02-30", "明天", "2026-13-01", "20260101x", "2026-01"])
def test_what_is_no_day_is_left_out(text):
    assert day_in(text) is None
    assert day_of_our_time(text) is None


def test_a_day_of_another_century_exists_but_is_not_of_our_time():
    assert day_in("1987-05-01") == date(1987, 5, 1)
    assert [day_of_our_time(text) for text in ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31")] == [None] * 4
    assert day_of_our_time("2000-01-01") == date(2000, 1, 1)
    assert day_of_our_time("2100-12-31") == date(2100, 12, 31)


def test_an_empty_field_is_no_day_and_a_wrong_one_is_told_by_name():
    assert optional_day("", "due_on") is None
    assert optional_day("2026-03-05", "due_on") == date(2026, 3, 5)
    with pytest.raises(Invalid, match="没有“2026-02-30”这一天") as caught:
        optional_day("2026-02-30", "due_on")
    assert caught.value.field == "due_on"


def test_a_day_that_must_be_there_is_asked_for():
    assert required_day(" 2026-03-05 ", "day") == date(2026, 3, 5)
    for text in (None, "", "2026-02-30"):
        with pytest.raises(Invalid, match="请选日期") as caught:
            required_day(text, "day")
        assert caught.value.field == "day"


def test_the_key_of_the_page_is_kept_none_gives_a_new_one_and_garbage_is_refused():
    assert key_of(KEY) == uuid_in(KEY) == UUID(KEY)
    assert uuid_in("x") is None
    assert uuid_in(None) is None
    assert key_of("") != key_of(None)
    with pytest.raises(BadKey, match="编号不对"):
        key_of("x")


def test_a_form_shown_again_keeps_its_key_unless_that_was_at_fault():
    assert key_again(KEY, Invalid("没有填数。")) == UUID(KEY)
    assert key_again(KEY, BadKey()) != UUID(KEY)
    assert key_again("x", None) != key_again("x", None)


@pytest.mark.parametrize("text", ["0001-01-01", "0206-05-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_form_takes_no_day_of_a_year_that_cannot_be_meant(text):
    for read in (optional_day, required_day):
        with pytest.raises(Invalid, match="请检查年份"):
            read(text, "on")
    assert optional_day("1990-02-28", "on") == date(1990, 2, 28)
