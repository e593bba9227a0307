"""Factories for tests of this room and of those above it."""

import factory
from factory.django import DjangoModelFactory

from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, Role, UnitKind
from weicheng.ground.org.models import Group, Membership, Person, Post, RoleAssignment, Unit, UnitAlias, User
from weicheng.ground.org.services.units import unit_initials

PASSWORD = "Shi-Yong-2026"


class UserFactory(DjangoModelFactory[User]):
    """An active account; its password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"用户{n}")
    password = factory.django.Password(PASSWORD)


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit with path and initials as the services keep them."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"U{n:04d}")
    name = factory.Sequence(lambda n: f"第{n}测试局")
    kind = UnitKind.DEPARTMENT

    @factory.post_generation
    def aliases(self, create: bool, extracted: list[str] | None, **kwargs: object) -> None:
        for text in extracted or ():
            UnitAlias.objects.create(unit=self, text=text)

    @factory.post_generation
    def placed(self, create: bool, extracted: object, **kwargs: object) -> None:
        above = self.parent.path if self.parent else "/"
        aliases = self.aliases.values_list("text", flat=True)
        letters = unit_initials(self.name, self.short_name, aliases)
        Unit.objects.filter(pk=self.pk).update(path=f"{above}{self.pk}/", initials=letters)
        self.refresh_from_db()


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"赵某{n}")


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = PostKind.LIAISON


class GroupFactory(DjangoModelFactory[Group]):
    class Meta:
        model = Group

    name = "创建国家卫生区工作领导小组"
    kind = GroupKind.LEADING


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory)
    post = MemberPost.MEMBER


class RoleAssignmentFactory(DjangoModelFactory[RoleAssignment]):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.OFFICE


def user_with_role(role: str, unit: Unit | None = None, **fields: object) -> User:
    """An account holding ``role`` (within ``unit``); a liaison gets a unit of its own when none is given."""
    if role == Role.LIAISON and unit is None:
        unit = UnitFactory()
    user = UserFactory(**fields)
    RoleAssignmentFactory(user=user, role=role, unit=unit)
    return user
