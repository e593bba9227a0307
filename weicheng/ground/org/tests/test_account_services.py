from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org import services
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import PostKind, Role
from weicheng.ground.org.errors import CodeRefused
from weicheng.ground.org.models import CodeTry, LoginCode, Post, RoleAssignment, User
from weicheng.ground.org.services import codes
from weicheng.ground.org.tests.factories import (
    PASSWORD,
    PersonFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


def slip_for(admin, user=None):
    return services.issue_codes(by=admin, users=[user or UserFactory()])[0]


def test_the_first_admin_of_a_fresh_installation_can_also_do_the_work_of_the_office():
    user = services.create_first_admin(username="guanliyuan", name="管理员", password=PASSWORD)

    assert user.check_password(PASSWORD)
    assert scope_of(user).has(Role.ADMIN)
    assert scope_of(user).has(Role.OFFICE)
    assert user.person.name == "管理员"


def test_there_is_only_one_first_admin():
    services.create_first_admin(username="a", name="甲", password=PASSWORD)

    with pytest.raises(NotPossible, match="已经有"):
        services.create_first_admin(username="b", name="乙", password=PASSWORD)


def test_a_weak_password_makes_no_account():
    with pytest.raises(Invalid) as refusal:
        services.create_first_admin(username="a", name="甲", password="123456")

    assert refusal.value.field == "password"
    assert not User.objects.exists()


@pytest.mark.parametrize(("demo", "allowed"), [(True, True), (False, False)])
def test_sample_accounts_exist_only_in_demo_mode(settings, admin, demo, allowed):
    settings.DEMO = demo
    person = PersonFactory()

    if allowed:
        assert services.create_account(by=admin, person=person, role=Role.OFFICE, is_sample=True).is_sample
    else:
        with pytest.raises(NotPossible):
            services.create_account(by=admin, person=person, role=Role.OFFICE, is_sample=True)


def test_a_person_has_one_account_and_a_user_name_is_taken_once(admin):
    person = PersonFactory(name="张三")
    user = services.create_account(by=admin, person=person, role=Role.OFFICE)

    assert user.username == "zhangsan"
    assert not user.has_usable_password()
    with pytest.raises(NotPossible):
        services.create_account(by=admin, person=person, role=Role.OFFICE)
    with pytest.raises(Invalid):
        services.create_account(by=admin, person=PersonFactory(), role=Role.OFFICE, username="zhangsan")
    assert (
        services.create_account(by=admin, person=PersonFactory(name="张三"), role=Role.OFFICE).username == "zhangsan2"
    )


def test_three_hundred_liaisons_get_accounts_in_a_few_queries(admin, django_assert_max_num_queries):
    for number in range(300):
        unit = UnitFactory(short_name="住建局" if number < 2 else "")
        PostFactory(unit=unit, kind=PostKind.LIAISON)
    posts = list(Post.objects.select_related("person", "unit").order_by("pk"))

    with django_assert_max_num_queries(45):  # SQLite splits large inserts
        slips = services.open_liaison_accounts(by=admin, posts=posts)

    assert len(slips) == len({slip.code for slip in slips}) == len({slip.user.username for slip in slips}) == 300
    assert [slip.user.username for slip in slips[:2]] == ["zjj", "zjj2"]
    assert [slip.unit for slip in slips] == [post.unit for post in posts]
    assert RoleAssignment.objects.filter(role=Role.LIAISON).count() == 300
    assert AuditEvent.objects.filter(action="org.account.created").count() == 300
    assert not any(slip.code in str(AuditEvent.objects.values_list("after", flat=True)) for slip in slips)


def test_opening_accounts_again_gives_no_second_account(admin):
    person = PersonFactory()
    first, second = PostFactory(person=person), PostFactory(person=person)
    slips = services.open_liaison_accounts(by=admin, posts=[first])

    again = services.open_liaison_accounts(by=admin, posts=[first, second])

    assert (len(slips), again) == (1, [])
    assert User.objects.filter(person=person).count() == 1
    assert {role.unit for role in RoleAssignment.objects.filter(user=slips[0].user)} == {first.unit, second.unit}


def test_a_code_opens_the_account_once(admin):
    slip = slip_for(admin)

    user = services.redeem_code(code=slip.code, password=PASSWORD, address="10.0.0.1")

    assert user == slip.user
    assert user.check_password(PASSWORD)
    with pytest.raises(CodeRefused, match="用过"):
        services.redeem_code(code=slip.code, password=PASSWORD, address="10.0.0.1")


def test_a_code_may_be_typed_small_wide_and_without_dashes(admin):
    slip = slip_for(admin)
    typed = "".join(chr(ord(c) + 0xFEE0) for c in slip.code.replace("-", "").lower()) + " "

    assert services.redeem_code(code=typed, password=PASSWORD, address="::1") == slip.user


def test_only_a_hash_of_the_code_is_kept(admin):
    slip = slip_for(admin)

    stored = LoginCode.objects.get()
    assert slip.code not in str(vars(stored))
    assert stored.digest == codes.digest(slip.code)


def test_an_old_code_and_a_code_of_a_disabled_account_open_nothing(admin):
    slip = slip_for(admin)
    LoginCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(CodeRefused, match="过期"):
        services.redeem_code(code=slip.code, password=PASSWORD, address="::1")

    other = slip_for(admin)
    User.objects.filter(pk=other.user.pk).update(is_active=False)
    with pytest.raises(CodeRefused, match="停用"):
        services.redeem_code(code=other.code, password=PASSWORD, address="::1")


def test_a_new_code_replaces_the_one_before(admin):
    user = UserFactory()
    old, new = slip_for(admin, user), slip_for(admin, user)

    with pytest.raises(CodeRefused):
        services.redeem_code(code=old.code, password=PASSWORD, address="::1")
    assert services.redeem_code(code=new.code, password=PASSWORD, address="::1") == user


def test_a_weak_password_does_not_use_the_code_up(admin):
    slip = slip_for(admin)

    with pytest.raises(Invalid):
        services.redeem_code(code=slip.code, password="1234", address="::1")
    assert services.redeem_code(code=slip.code, password=PASSWORD, address="::1") == slip.user


def test_guessing_pauses_the_address_and_no_other(admin):
    slip = slip_for(admin)
    for _ in range(codes.TRIES):
        with pytest.raises(CodeRefused, match="没有这个"):
            services.redeem_code(code="AAAA", password=PASSWORD, address="10.0.0.9")

    with pytest.raises(CodeRefused, match="一刻钟"):
        services.redeem_code(code=slip.code, password=PASSWORD, address="10.0.0.9")
    assert services.redeem_code(code=slip.code, password=PASSWORD, address="10.0.0.8") == slip.user


def test_a_quarter_later_the_address_may_try_again(admin):
    slip = slip_for(admin)
    for _ in range(codes.TRIES):
        CodeTry.objects.create(address="10.0.0.9")
    CodeTry.objects.update(at=timezone.now() - codes.PAUSE)

    assert services.redeem_code(code=slip.code, password=PASSWORD, address="10.0.0.9") == slip.user


def test_a_reset_ends_the_old_password_and_open_sessions(admin, client):
    user = user_with_role(Role.OFFICE)
    client.force_login(user)
    before = user.get_session_auth_hash()

    slip = services.reset_account(by=admin, user=user)

    user.refresh_from_db()
    assert not user.has_usable_password()
    assert user.get_session_auth_hash() != before
    assert services.redeem_code(code=slip.code, password="Xin-Mima-2026", address="::1") == user


def test_a_disabled_account_is_not_reset_but_can_be_enabled(admin):
    user = UserFactory()
    services.disable_account(by=admin, user=user, reason="借调结束")

    with pytest.raises(NotPossible):
        services.reset_account(by=admin, user=user)
    services.enable_account(by=admin, user=user)

    assert services.reset_account(by=admin, user=user).user == user


def test_the_last_administrator_stays(admin):
    with pytest.raises(NotPossible):
        services.disable_account(by=admin, user=admin)
    with pytest.raises(NotPossible):
        services.end_role(
            by=admin, assignment=RoleAssignment.objects.get(user=admin), on=timezone.localdate() - timedelta(days=1)
        )

    other = user_with_role(Role.ADMIN)
    services.disable_account(by=other, user=admin)
    assert not admin.is_active


def test_a_role_is_assigned_once_and_ends_by_date(admin):
    user = UserFactory()
    assert not scope_of(user).has(Role.INSPECTOR)

    first = services.assign_role(by=admin, user=user, role=Role.INSPECTOR)
    again = services.assign_role(by=admin, user=user, role=Role.INSPECTOR)

    assert first == again
    assert scope_of(user).has(Role.INSPECTOR)
    services.end_role(by=admin, assignment=first, on=timezone.localdate() - timedelta(days=1))
    assert not scope_of(user).has(Role.INSPECTOR)


@pytest.mark.parametrize(("role", "field"), [("king", "role"), (Role.LIAISON, "unit")])
def test_an_impossible_role_is_refused(admin, role, field):
    with pytest.raises(Invalid) as refusal:
        services.assign_role(by=admin, user=UserFactory(), role=role)
    assert refusal.value.field == field


def test_the_database_knows_that_a_liaison_has_a_unit():
    with pytest.raises(IntegrityError):
        RoleAssignment.objects.create(user=UserFactory(), role=Role.LIAISON)
