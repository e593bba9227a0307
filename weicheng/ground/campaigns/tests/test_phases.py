from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weicheng.ground.campaigns.phases import PhaseDates, check_phases, usual_phases
from weicheng.ground.kernel.errors import Refused

START, END = date(2026, 1, 1), date(2026, 12, 31)


def test_a_campaign_of_two_years_turns_at_the_end_of_months():
    phases = usual_phases(date(2026, 1, 1), date(2027, 12, 31))

    assert [(phase.name, phase.starts_on, phase.ends_on) for phase in phases] == [
        ("动员部署", date(2026, 1, 1), date(2026, 4, 30)),
        ("全面推进", date(2026, 5, 1), date(2027, 6, 30)),
        ("迎检验收", date(2027, 7, 1), date(2027, 12, 31)),
    ]


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 3000))
def test_the_usual_phases_cover_any_campaign_without_gap(start, days):
    end = start + timedelta(days=days)

    phases = usual_phases(start, end)

    check_phases(phases, start, end)
    assert len(phases) == (3 if days >= 2 else 1)


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ([], "至少"),
        ([("甲", (1, 1), (6, 30)), ("乙", (7, 2), (12, 31))], "不属于任何阶段"),
        ([("甲", (1, 1), (6, 30)), ("乙", (6, 30), (12, 31))], "重叠"),
        ([("甲", (1, 2), (12, 31))], "不属于任何阶段"),
        ([("甲", (1, 1), (12, 30))], "请对齐"),
        ([("甲", (6, 1), (1, 1))], "早于开始"),
        ([(" ", (1, 1), (12, 31))], "没有名称"),
    ],
)
def test_phases_with_gaps_or_overlaps_are_refused_in_words(spans, message):
    phases = [PhaseDates(name, date(2026, *start), date(2026, *end)) for name, start, end in spans]

    with pytest.raises(Refused, match=message):
        check_phases(phases, START, END)
