import pytest

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org import permissions
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import PersonFactory, UnitFactory, UserFactory, user_with_role

pytestmark = pytest.mark.django_db

OFFICE, LEADER, LIAISON, INSPECTOR, AUDITOR, ADMIN = Role.values
NOBODY = "nobody"
EVERYBODY = {OFFICE, LEADER, LIAISON, INSPECTOR, AUDITOR, ADMIN}
KEEPERS = {OFFICE, ADMIN}
SEERS = {OFFICE, LEADER, AUDITOR, ADMIN}


def holder(role):
    return UserFactory() if role == NOBODY else user_with_role(role)


def unit():
    return UnitFactory()


def plain_account():
    return user_with_role(LIAISON)


def guarded_account():
    return user_with_role(AUDITOR)


def person_of(account):
    return PersonFactory(user=account)


GRID = [
    # action, its object, who may
    ("view_units", (), EVERYBODY),
    ("edit_units", (), KEEPERS),
    ("edit_units", (unit,), KEEPERS),
    ("import_units", (), KEEPERS),
    ("view_people", (unit,), SEERS),
    ("view_groups", (), SEERS),
    ("edit_groups", (), KEEPERS),
    ("manage_accounts", (), KEEPERS),
    ("manage_account", (plain_account,), KEEPERS),
    ("manage_account", (guarded_account,), {ADMIN}),
    ("assign_role", (lambda: LIAISON,), KEEPERS),
    ("assign_role", (lambda: INSPECTOR,), KEEPERS),
    ("assign_role", (lambda: LEADER,), KEEPERS),
    ("assign_role", (lambda: OFFICE,), KEEPERS),
    ("assign_role", (lambda: AUDITOR,), {ADMIN}),
    ("assign_role", (lambda: ADMIN,), {ADMIN}),
    ("hand_over", (PersonFactory,), KEEPERS),
    ("hand_over", (lambda: person_of(plain_account()),), KEEPERS),
    ("hand_over", (lambda: person_of(guarded_account()),), {ADMIN}),
]


@pytest.mark.parametrize("role", [*Role.values, NOBODY])
@pytest.mark.parametrize(("action", "objects", "allowed"), GRID)
def test_each_role_may_do_exactly_what_the_grid_says(role, action, objects, allowed):
    user, args = holder(role), [make() for make in objects]

    assert getattr(permissions, f"user_can_{action}")(user, *args) is (role in allowed)
    if role in allowed:
        getattr(permissions, f"check_user_can_{action}")(user, *args)
    else:
        with pytest.raises(NotAllowed) as refusal:
            getattr(permissions, f"check_user_can_{action}")(user, *args)
        assert str(refusal.value).endswith("。")


def test_a_disabled_account_may_nothing():
    user = user_with_role(ADMIN, is_active=False)

    assert not permissions.user_can_view_units(user)
    assert not permissions.user_can_manage_accounts(user)


def test_an_office_bound_to_a_town_keeps_that_town_and_no_other():
    town, other = UnitFactory(), UnitFactory()
    village = UnitFactory(parent=town)
    user = user_with_role(OFFICE, unit=town)

    assert permissions.user_can_edit_units(user, village)
    assert permissions.user_can_edit_units(user, town)
    assert not permissions.user_can_edit_units(user, other)
    assert not permissions.user_can_edit_units(user)
    assert not permissions.user_can_manage_accounts(user)


def test_a_liaison_sees_the_people_of_the_own_unit():
    own, other = UnitFactory(), UnitFactory()
    user = user_with_role(LIAISON, unit=own)

    assert permissions.user_can_view_people(user, own)
    assert not permissions.user_can_view_people(user, other)


def test_only_the_office_passes_the_check_of_the_office():
    permissions.check_office(user_with_role(OFFICE), "发通知")
    for role in (LEADER, LIAISON, INSPECTOR, AUDITOR, ADMIN, NOBODY):
        with pytest.raises(NotAllowed, match="只有创卫办可以发通知"):
            permissions.check_office(holder(role), "发通知")


def test_a_unit_is_spoken_for_by_its_liaison_and_by_the_office():
    street, other = UnitFactory(name="城东街道"), UnitFactory()
    office, liaison = user_with_role(OFFICE), user_with_role(LIAISON, street)
    assert permissions.speaks_for(office, street)
    assert permissions.speaks_for(liaison, street)
    assert not permissions.speaks_for(liaison, other)
    with pytest.raises(NotAllowed, match="只有城东街道的联络员或创卫办可以签收"):
        permissions.check_speaks_for(user_with_role(LEADER), street, "签收")


def test_what_belongs_to_no_unit_is_the_offices_alone():
    assert permissions.speaks_for(user_with_role(OFFICE), None)
    assert not permissions.speaks_for(user_with_role(LIAISON), None)
