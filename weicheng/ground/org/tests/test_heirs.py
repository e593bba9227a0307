"""Mergers in a row: who answers for what a unit had."""

from datetime import date

import pytest

from weicheng.ground.org.choices import Role
from weicheng.ground.org.heirs import answers_for, heir_of, with_absorbed
from weicheng.ground.org.models import Unit
from weicheng.ground.org.services import merge_units
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """Three units; the first became part of the second, and that of the third."""
    first, second, third = (UnitFactory(name=name) for name in ("区城管局", "区执法局", "区运行局"))
    merge_units(by=None, units=[first], into=second, on=date(2025, 3, 1))
    merge_units(by=None, units=[second], into=third, on=date(2026, 3, 1))
    return [Unit.objects.get(pk=unit.pk) for unit in (first, second, third)]


def test_the_last_of_a_row_of_mergers_answers(row):
    assert [heir_of(unit) for unit in row] == [row[2]] * 3


def test_a_unit_has_with_it_all_that_became_part_of_it_and_nothing_else(row):
    stranger = UnitFactory(name="区水务局")
    assert set(with_absorbed(Unit.objects.filter(pk=row[2].pk))) == set(row)
    assert set(with_absorbed(Unit.objects.filter(pk=row[1].pk))) == set(row[:2])
    assert set(with_absorbed(Unit.objects.filter(pk=stranger.pk))) == {stranger}


def test_the_liaison_of_the_last_speaks_for_the_first(row):
    assert answers_for(user_with_role(Role.LIAISON, row[2]), row[0])
    assert not answers_for(user_with_role(Role.LIAISON, row[0]), row[2])


def test_a_ring_of_mergers_comes_to_an_end(row):
    Unit.objects.filter(pk=row[2].pk).update(merged_into=row[0])
    ring = Unit.objects.get(pk=row[0].pk)
    assert heir_of(ring) in row
    assert set(with_absorbed(Unit.objects.filter(pk=row[1].pk))) == set(row)
