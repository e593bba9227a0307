"""What became of the clauses of one edition in another: the same standard judged under other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

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
