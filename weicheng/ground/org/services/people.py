"""People and their posts."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org import policies
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.models import Person, Post, Unit, User

# A unit has one of each: a new one closes the post of the one before (M016).
SINGLE = (PostKind.RESPONSIBLE, PostKind.LIAISON)


@transaction.atomic
def add_person(*, by: User | None, name: str, phone: str = "", user: User | None = None) -> Person:
    """Register somebody, with or without an account."""
    person = Person.objects.create(name=_checked_name(name), phone=phone.strip(), user=user)
    audit.record("org.person.added", by=by, obj=person, after={"name": person.name})
    return person


@transaction.atomic
def change_person(*, by: User, person: Person, name: str, phone: str) -> Person:
    name, phone = _checked_name(name), phone.strip()
    changed = [field for field, value in (("name", name), ("phone", phone)) if getattr(person, field) != value]
    if changed:
        before = {field: getattr(person, field) for field in changed}
        person.name, person.phone = name, phone
        person.save(update_fields=changed)
        if person.user:
            person.user.name, person.user.phone = name, phone
            person.user.save(update_fields=["name", "phone"])
        after = {field: getattr(person, field) for field in changed}
        audit.record("org.person.changed", by=by, obj=person, before=before, after=after)
    return person


@transaction.atomic
def appoint(
    *, by: User | None, person: Person, unit: Unit, kind: str, title: str = "", start: date | None = None
) -> Post:
    """Give a person a post from ``start`` (None = since ever).

    A unit has one responsible person and one liaison: whoever was it before ceases the day before (today, if no start
    is given). The same post again only changes the title.
    """
    if kind not in PostKind.values:
        raise Invalid(f"没有“{kind}”这种身份，可填：{'、'.join(PostKind.labels)}。", "kind")
    day = start or timezone.localdate()
    policies.check_is_alive(unit, day)
    same = Post.objects.filter(person=person, unit=unit, kind=kind, end=None).first()
    if same:
        if title and same.title != title:
            before, same.title = same.title, title
            same.save(update_fields=["title"])
            audit.record(
                "org.post.changed",
                by=by,
                obj=person,
                before={"title": before},
                after={"title": title},
                unit_id=unit.pk,
            )
        return same
    if kind in SINGLE:
        for earlier in Post.objects.filter(unit=unit, kind=kind, end=None).select_related("person", "unit"):
            end_post(by=by, post=earlier, on=day - timedelta(days=1))
    post = Post.objects.create(person=person, unit=unit, kind=kind, title=title.strip(), start=start)
    after = {"unit": str(unit), "kind": kind, "title": post.title, "start": start}
    audit.record("org.post.opened", by=by, obj=person, after=after, unit_id=unit.pk)
    return post


@transaction.atomic
def end_post(*, by: User | None, post: Post, on: date) -> Post:
    """``on`` is the last day of the post."""
    # A post that began later than it now ends was a mistake: it lasted no day, but stays readable.
    post.end = max(on, post.start) if post.start else on
    post.save(update_fields=["end"])
    after = {"unit": str(post.unit), "kind": post.kind, "end": post.end}
    audit.record("org.post.closed", by=by, obj=post.person, after=after, unit_id=post.unit_id)
    return post


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise Invalid("姓名空着。", "name")
    if len(name) > 50:
        raise Invalid("姓名不能超过50个字。", "name")
    return name
