from datetime import date, timedelta

import pytest
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org import services
from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, Role
from weicheng.ground.org.models import Membership, Person, Post, RoleAssignment
from weicheng.ground.org.tests.factories import PersonFactory, PostFactory, UnitFactory, UserFactory, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


def test_a_unit_has_one_liaison_and_the_new_one_follows_the_old(clerk):
    unit = UnitFactory()
    old, new = PersonFactory(), PersonFactory()
    services.appoint(by=clerk, person=old, unit=unit, kind=PostKind.LIAISON, start=date(2025, 1, 1))

    services.appoint(by=clerk, person=new, unit=unit, kind=PostKind.LIAISON, start=date(2026, 3, 1))

    assert Post.objects.get(person=old).end == date(2026, 2, 28)
    assert [post.person for post in Post.objects.on(date(2026, 3, 1)).filter(unit=unit)] == [new]


def test_several_may_be_in_charge_in_one_unit(clerk):
    unit = UnitFactory()
    for _ in range(2):
        services.appoint(by=clerk, person=PersonFactory(), unit=unit, kind=PostKind.IN_CHARGE)

    assert Post.objects.filter(unit=unit, end=None).count() == 2


def test_the_same_post_again_only_changes_the_title(clerk):
    unit, person = UnitFactory(), PersonFactory()
    first = services.appoint(by=clerk, person=person, unit=unit, kind=PostKind.RESPONSIBLE, title="副局长")

    again = services.appoint(by=clerk, person=person, unit=unit, kind=PostKind.RESPONSIBLE, title="局长")

    assert (again, again.title) == (first, "局长")
    assert AuditEvent.objects.filter(action="org.post.changed").count() == 1


def test_nobody_is_appointed_in_a_unit_that_is_gone(clerk):
    with pytest.raises(NotPossible):
        services.appoint(
            by=clerk, person=PersonFactory(), unit=UnitFactory(valid_to=date(2020, 1, 1)), kind=PostKind.LIAISON
        )


def test_a_changed_name_reaches_the_account(clerk):
    person = PersonFactory(user=UserFactory())

    services.change_person(by=clerk, person=person, name="李某", phone="13800000000")

    person.user.refresh_from_db()
    assert (person.user.name, person.user.phone) == ("李某", "13800000000")
    with pytest.raises(Invalid):
        services.change_person(by=clerk, person=person, name=" ", phone="")


def test_the_membership_of_a_group_can_be_read_for_any_day(clerk):
    group = services.create_group(by=clerk, name="领导小组", kind=GroupKind.LEADING, start=date(2025, 1, 1))
    old, new = PersonFactory(), PersonFactory()
    seat = services.add_member(by=clerk, group=group, person=old, post=MemberPost.HEAD, start=date(2025, 1, 1))
    services.end_membership(by=clerk, membership=seat, on=date(2026, 5, 31))
    services.add_member(by=clerk, group=group, person=new, post=MemberPost.HEAD, start=date(2026, 6, 1))

    def heads(day):
        return [seat.person for seat in Membership.objects.on(day).filter(group=group)]

    assert heads(date(2026, 5, 31)) == [old]
    assert heads(date(2026, 6, 1)) == [new]


def test_a_seat_taken_again_is_brought_up_to_date(clerk):
    group, person = services.create_group(by=clerk, name="工作组"), PersonFactory()
    services.add_member(by=clerk, group=group, person=person, title="科员")

    services.add_member(by=clerk, group=group, person=person, title="科长")
    services.add_member(by=clerk, group=group, person=person, title="科长")

    assert Membership.objects.get().title == "科长"
    assert AuditEvent.objects.filter(action="org.group.seated").count() == 2


def test_a_dissolved_group_takes_nobody(clerk):
    group = services.create_group(by=clerk, name="工作组")
    seat = services.add_member(by=clerk, group=group, person=PersonFactory())

    services.dissolve_group(by=clerk, group=group, on=date(2026, 1, 1))

    seat.refresh_from_db()
    assert seat.end == group.end == date(2025, 12, 31)
    with pytest.raises(NotPossible):
        services.add_member(by=clerk, group=group, person=PersonFactory(), start=date(2026, 2, 1))


def test_a_group_cannot_belong_to_itself(clerk):
    top = services.create_group(by=clerk, name="领导小组", kind=GroupKind.LEADING)
    office = services.create_group(by=clerk, name="办公室", kind=GroupKind.OFFICE, parent=top)

    with pytest.raises(Invalid):
        services.change_group(
            by=clerk, group=top, name="领导小组", kind=GroupKind.LEADING, host_unit=None, parent=office, start=None
        )
    assert AuditEvent.objects.filter(action="org.group.changed").count() == 0


def test_a_successor_takes_posts_roles_and_an_account_of_their_own(admin):
    unit = UnitFactory(short_name="住建局")
    leaving = PersonFactory(name="钱某")
    services.appoint(by=admin, person=leaving, unit=unit, kind=PostKind.LIAISON, title="科长", start=date(2025, 1, 1))
    services.create_account(by=admin, person=leaving, role=Role.LIAISON, unit=unit, password="Xuan-Ze-2026")
    successor = PersonFactory(name="孙某")
    today = timezone.localdate()

    slip = services.hand_over(by=admin, leaving=leaving, successor=successor, on=today, reason="调走")

    leaving.user.refresh_from_db()
    successor.refresh_from_db()
    assert not leaving.user.is_active
    assert Post.objects.get(person=leaving).end == today
    post = Post.objects.get(person=successor)
    assert (post.unit, post.kind, post.title, post.start) == (unit, PostKind.LIAISON, "科长", today + timedelta(days=1))
    assert RoleAssignment.objects.get(user=successor.user).unit == unit
    assert (slip.user, slip.unit) == (successor.user, unit)
    assert services.redeem_code(code=slip.code, password="Lianluo-2026", address="::1") == successor.user


def test_without_a_successor_the_posts_stay_empty(admin):
    post = PostFactory()

    assert services.hand_over(by=admin, leaving=post.person, successor=None, on=timezone.localdate()) is None
    assert not Post.objects.filter(unit=post.unit, end=None).exists()


def test_nobody_hands_over_to_themselves_or_in_the_future(admin):
    person = PersonFactory()

    with pytest.raises(Invalid):
        services.hand_over(by=admin, leaving=person, successor=person, on=timezone.localdate())
    with pytest.raises(Invalid):
        services.hand_over(by=admin, leaving=person, successor=None, on=timezone.localdate() + timedelta(days=1))


def test_the_last_administrator_cannot_leave_and_nothing_is_half_done(admin):
    person = PersonFactory(user=admin)
    post = PostFactory(person=person)

    with pytest.raises(NotPossible, match="最后一个"):
        services.hand_over(by=admin, leaving=person, successor=None, on=timezone.localdate())

    post.refresh_from_db()
    assert post.end is None
    assert Person.objects.count() == 1
