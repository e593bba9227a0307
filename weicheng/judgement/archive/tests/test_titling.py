"""Seven things called 公厕保洁 are told apart, and no title is longer than that takes."""

from __future__ import annotations

from datetime import date

import pytest

from weicheng.judgement.archive.choices import SourceKind, UnifiedCheck, WorkPart
from weicheng.judgement.archive.models import UnifiedRule
from weicheng.judgement.archive.selectors.contents import contents_of
from weicheng.judgement.archive.selectors.matrix import cell_things
from weicheng.judgement.archive.selectors.unified import findings_of
from weicheng.judgement.archive.tests.factories import YEAR, evidence_of, volume_of
from weicheng.judgement.archive.things import Thing
from weicheng.judgement.archive.titling import tell_apart


def thing(title: str, day: date | None = None, unit: str = "", place: str = "") -> Thing:
    return Thing(SourceKind.EVIDENCE, 1, title, WorkPart.RECORD, on=day, unit_name=unit, place=place)


def told(*things: Thing) -> list[str]:
    tell_apart(things)
    return [one.title for one in things]


MARCH, APRIL = date(2026, 3, 5), date(2026, 4, 6)


@pytest.mark.parametrize(
    ("things", "titles"),
    [
        ([thing("甲", MARCH), thing("乙", MARCH)], ["甲", "乙"]),
        ([thing("甲", MARCH), thing("甲", APRIL)], ["甲（3月5日）", "甲（4月6日）"]),
        ([thing("甲", MARCH), thing("甲", date(2025, 3, 5))], ["甲（2026年3月5日）", "甲（2025年3月5日）"]),
        ([thing("甲", MARCH, "城管局"), thing("甲", MARCH, "水务局")], ["甲（城管局）", "甲（水务局）"]),
        ([thing("甲", MARCH, "局", "一区"), thing("甲", MARCH, "局", "二区")], ["甲（一区）", "甲（二区）"]),
        (
            [thing("甲", MARCH, "城管局"), thing("甲", MARCH, "水务局"), thing("甲", APRIL, "水务局")],
            ["甲（3月5日，城管局）", "甲（3月5日，水务局）", "甲（4月6日）"],
        ),
        ([thing("甲", MARCH, "局"), thing("甲", MARCH, "局")], ["甲（之1）", "甲（之2）"]),
        ([thing("甲"), thing("甲", MARCH)], ["甲", "甲（3月5日）"]),
    ],
)
def test_titles_grow_only_as_far_as_it_takes(things, titles) -> None:
    assert told(*things) == titles
    assert len(set(titles)) == len(titles)


@pytest.mark.django_db
def test_in_a_volume_and_behind_a_cell_they_differ_and_the_rule_of_titles_sees_the_own_ones(
    campaign, clauses, office, bureau
) -> None:
    for day in range(1, 8):
        evidence_of(campaign, clauses[0], by=office, title="公厕保洁", on=date(YEAR, 3, day), unit=bureau)
    volume = volume_of(campaign, by=office)
    things = contents_of(volume)
    assert [one.title for one in things] == [f"公厕保洁（3月{day}日）" for day in range(1, 8)]
    assert len({one.title for one in cell_things(campaign, clauses[0], YEAR, "record", None)}) == 7
    rule = UnifiedRule(campaign=campaign, checks=[UnifiedCheck.STYLE], pattern="{标题}保洁")
    assert findings_of(volume, things, rule) == []
