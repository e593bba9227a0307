"""The menu: who finds which rooms, and where on a phone."""

import pytest
from django.urls import reverse

from weicheng.doors.web.navigation import BAR_PLACES, MENU, menu, phone_menu
from weicheng.ground.org.access import Scope, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role


def scope(role: str) -> Scope:
    return Scope(((role, None),))


@pytest.mark.parametrize("role", Role.values)
def test_every_room_one_may_enter_is_in_the_rail_and_once_on_the_phone(role):
    rooms = [entry for group in menu(scope(role)) for entry in group.entries]
    assert all(not entry.roles or role in entry.roles for entry in rooms)
    bar, behind = phone_menu(scope(role))
    assert len(bar) == BAR_PLACES
    assert sorted(one.key for one in (*bar, *behind)) == sorted(one.key for one in rooms)


def test_keys_of_rooms_are_unique_and_every_room_has_an_address():
    entries = [entry for group in MENU for entry in group.entries]
    assert len({entry.key for entry in entries}) == len(entries)
    assert all(reverse(entry.url) for entry in entries)


def test_a_group_with_one_room_goes_by_the_name_of_that_room():
    words = [group.word for group in menu(scope(Role.LIAISON))]
    assert "意见签收" in words
    assert "方案" not in words


def test_the_rail_fits_a_desk_screen():
    assert max(len(menu(scope(role))) for role in Role.values) <= 13


@pytest.mark.django_db
def test_a_liaison_reaches_reports_and_duties_with_one_thumb(client):
    user = user_with_role(Role.LIAISON)
    bar, _ = phone_menu(scope_of(user))
    assert [entry.word for entry in bar] == ["首页", "我的", "台账", "周报", "常态"]
