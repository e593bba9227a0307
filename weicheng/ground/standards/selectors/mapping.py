"""What became of the clauses of one edition in another: the same standard judged under other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from weicheng.ground.standards.models import Clause, Crosswalk, Edition


def map_clauses(clauses: Iterable[Clause], to_edition: Edition) -> dict[int, list[Clause]]:
    """For every clause (by id) those of ``to_edition`` that ask the same; none where it is gone. Two queries.

    A clause of that edition is itself; between versions of one text the key decides, else the crosswalk, either way round.
    """
    given = list(clauses)
    foreign = [one for one in given if one.edition_id != to_edition.pk]
    own = {one.key: one for one in to_edition.clauses.select_related("chapter", "edition")}
    by_id = {one.pk: one for one in own.values()}
    found: dict[int, list[Clause]] = {one.pk: [one] for one in given if one.edition_id == to_edition.pk}
    links = _links(foreign, to_edition)
    versions = set(Edition.objects.filter(code=to_edition.code).values_list("pk", flat=True)) if foreign else set()
    for one in foreign:
        if one.edition_id in versions:
            found[one.pk] = [own[one.key]] if one.key in own else []
        else:
            found[one.pk] = [by_id[pk] for pk in dict.fromkeys(links[one.pk]) if pk in by_id]
    return found


def speaking_for(edition: Edition) -> dict[int, list[int]]:
    """Clauses by id -> those of ``edition`` for which they speak: its own for themselves, those of another edition for what
    they are in this one. Tasks, files and papers that were sorted by the other edition count and lie where this says."""
    own = Clause.objects.filter(edition=edition).values_list("pk", flat=True)
    became = map_clauses(_foreign(edition), edition)
    return {pk: [pk] for pk in own} | {pk: [clause.pk for clause in found] for pk, found in became.items() if found}


def speakers_for(edition: Edition, wanted: Collection[int]) -> frozenset[int]:
    """The clauses, of whichever edition, that speak for any of ``wanted``; those among them."""
    asked = set(wanted)
    return frozenset(pk for pk, found in speaking_for(edition).items() if asked.intersection(found))


def _foreign(edition: Edition) -> list[Clause]:
    """Clauses of other editions that a version or a crosswalk ties to this one."""
    tied = Q(edition__code=edition.code)
    tied |= Q(pk__in=Crosswalk.objects.filter(new=edition, old_clause__isnull=False).values("old_clause"))
    tied |= Q(pk__in=Crosswalk.objects.filter(old=edition, new_clause__isnull=False).values("new_clause"))
    return list(Clause.objects.filter(tied).exclude(edition=edition))


def _links(clauses: list[Clause], to_edition: Edition) -> dict[int, list[int]]:
    if not clauses:
        return defaultdict(list)
    ids = [one.pk for one in clauses]
    rows = Crosswalk.objects.filter(Q(new=to_edition, old_clause__in=ids) | Q(old=to_edition, new_clause__in=ids))
    links: dict[int, list[int]] = defaultdict(list)
    for new_edition, old, new in rows.order_by("pk").values_list("new_id", "old_clause", "new_clause"):
        mine, theirs = (old, new) if new_edition == to_edition.pk else (new, old)
        if mine and theirs:
            links[mine].append(theirs)
    return links
