"""Accounts: opened singly or by the hundred, without e-mail; first login and reset by a one-time code on paper."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org import policies
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import LoginCode, Person, Post, RoleAssignment, Unit, User
from weicheng.ground.org.naming import Canon
from weicheng.ground.org.pinyin import initials, reading
from weicheng.ground.org.services.codes import check_usable, digest, expiry, find_code, new_code
from weicheng.ground.org.services.roles import assign_role


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person. The code exists nowhere else: it is shown once."""

    user: User
    unit: Unit | None
    code: str
    expires_at: datetime


@transaction.atomic
def create_account(
    *,
    by: User | None,
    person: Person,
    role: str,
    unit: Unit | None = None,
    username: str = "",
    password: str | None = None,
    is_sample: bool = False,
) -> User:
    """An account for ``person`` with its first role. Without ``password`` it opens only by a code (issue_codes)."""
    if is_sample and not settings.DEMO:
        raise NotPossible("示例账号只能在演示模式下建立。")
    if person.user_id:
        raise NotPossible(f"{person}已经有账号“{person.user}”了。")
    name = username.strip() or _free_username(_stem(person, unit), _taken())
    if User.objects.filter(username=name).exists():
        raise Invalid(f"用户名“{name}”已经有人用了。", "username")
    user = User(username=name, name=person.name, phone=person.phone, is_sample=is_sample)
    if password is not None:
        _check_password(password, user)
    user.password = make_password(password)
    user.save()
    person.user = user
    person.save(update_fields=["user"])
    audit.record("org.account.created", by=by, obj=user, after={"username": name, "role": role})
    assign_role(by=by, user=user, role=role, unit=unit)
    return user


@transaction.atomic
def create_first_admin(*, username: str, name: str, password: str) -> User:
    """The administrator of a fresh installation. NotPossible when there is one already: then that one lets others in."""
    if RoleAssignment.objects.filter(role=Role.ADMIN, user__is_active=True).exists():
        raise NotPossible("已经有系统管理员了，请让管理员在“账号”里添加。")
    person = Person.objects.create(name=name.strip() or username)
    user = create_account(by=None, person=person, role=Role.ADMIN, username=username, password=password)
    # The first person also sets up the campaign, which is the work of the office.
    assign_role(by=None, user=user, role=Role.OFFICE)
    return user


@transaction.atomic
def open_liaison_accounts(*, by: User, posts: Iterable[Post]) -> list[Slip]:
    """Accounts, roles and codes for the people of ``posts``, in a few queries however many. Who has an account gets
    only the role that is missing, and no code."""
    todo = list({post.pk: post for post in posts}.values())
    taken = _taken()
    fresh: dict[int, User] = {}
    for post in todo:
        if not post.person.user_id and post.person_id not in fresh:
            name = _free_username(_stem(post.person, post.unit), taken)
            taken.add(name)
            fresh[post.person_id] = User(
                username=name, name=post.person.name, phone=post.person.phone, password=make_password(None)
            )
    User.objects.bulk_create(fresh.values())
    people = {post.person_id: post.person for post in todo if post.person_id in fresh}
    for pk, person in people.items():
        person.user = fresh[pk]
    Person.objects.bulk_update(people.values(), ["user"])
    _liaison_roles(by, todo, fresh)
    audit.record_many(
        "org.account.created",
        [(user, {}, {"username": user.username, "role": Role.LIAISON}) for user in fresh.values()],
        by=by,
    )
    units = {post.person_id: post.unit for post in reversed(todo)}
    return issue_codes(by=by, users=list(fresh.values()), units={fresh[pk].pk: units[pk] for pk in fresh})


@transaction.atomic
def issue_codes(*, by: User, users: Sequence[User], units: dict[int, Unit] | None = None) -> list[Slip]:
    """A new one-time code for each account; earlier unused codes of these accounts stop working."""
    now, until, batch = timezone.now(), expiry(), uuid.uuid4().hex[:12]
    LoginCode.objects.filter(user__in=users, used_at=None, expires_at__gt=now).update(expires_at=now)
    slips = [Slip(user, (units or {}).get(user.pk), new_code(), until) for user in users]
    LoginCode.objects.bulk_create(
        [LoginCode(user=slip.user, digest=digest(slip.code), expires_at=until, batch=batch) for slip in slips]
    )
    audit.record_many("org.code.issued", [(user, {}, {"batch": batch, "until": until}) for user in users], by=by)
    return slips


@transaction.atomic
def reset_account(*, by: User, user: User) -> Slip:
    """The old password and every open session stop working; the slip opens the account again."""
    if not user.is_active:
        raise NotPossible(f"账号“{user.username}”已经停用，先启用再重发登录码。")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    forget_failures(username=user.username)
    audit.record("org.account.reset", by=by, obj=user)
    post = Post.objects.on(timezone.localdate()).filter(person__user=user).select_related("unit").first()
    return issue_codes(by=by, users=[user], units={user.pk: post.unit} if post else None)[0]


def redeem_code(*, code: str, password: str, address: str) -> User:
    """Set the password of the account that the code opens. CodeRefused or Invalid; a code works once, also for two at once."""
    found = find_code(code, address=address)
    with transaction.atomic():
        found = LoginCode.objects.select_for_update(of=("self",)).select_related("user").get(pk=found.pk)
        check_usable(found)
        user = found.user
        _check_password(password, user)
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        audit.record("org.code.used", by=user, obj=user, after={"batch": found.batch})
    return user


@transaction.atomic
def disable_account(*, by: User, user: User, reason: str = "") -> User:
    """Nobody can log in with it any more; its past stays. NotPossible for the last administrator."""
    if user.is_active:
        policies.check_an_admin_remains(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        LoginCode.objects.filter(user=user, used_at=None).update(expires_at=timezone.now())
        audit.record("org.account.disabled", by=by, obj=user, reason=reason)
    return user


@transaction.atomic
def enable_account(*, by: User, user: User) -> User:
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.record("org.account.enabled", by=by, obj=user)
    return user


def _liaison_roles(by: User, posts: list[Post], fresh: dict[int, User]) -> None:
    users = [post.person.user_id for post in posts]
    today = timezone.localdate()
    have = set(
        RoleAssignment.objects.on(today).filter(user__in=users, role=Role.LIAISON).values_list("user_id", "unit_id")
    )
    wanted = {(post.person.user_id, post.unit_id): post for post in posts}
    missing = [
        RoleAssignment(user=post.person.user, role=Role.LIAISON, unit=post.unit)
        for pair, post in wanted.items()
        if pair not in have
    ]
    RoleAssignment.objects.bulk_create(missing)
    audit.record_many(
        "org.role.assigned", [(one.user, {}, {"role": one.role, "unit": str(one.unit)}) for one in missing], by=by
    )


def _stem(person: Person, unit: Unit | None) -> str:
    """zjj for a liaison of 住建局, zhangsan for a person without a unit."""
    if unit is not None:
        return initials(Canon()(unit.short_name or unit.name))[:20]
    return "".join(reading(person.name))[:20].lower()


def _free_username(stem: str, taken: set[str]) -> str:
    stem = "".join(c for c in stem if c.isascii() and c.isalnum()) or "user"
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    return name


def _taken() -> set[str]:
    return set(User.objects.values_list("username", flat=True))


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("".join(error.messages), "password") from error
