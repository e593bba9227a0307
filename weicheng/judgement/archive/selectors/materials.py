"""What a material of a clause is, said once: the completeness matrix and the coverage of the clauses both count by this.

It is a piece of evidence under the clause; a paper, a summary or minutes whose tasks carry it, or that a person put under it; a
published plan of which a task still in the ledger carries it. It counts in the year under which it is filed, once for each
clause, and with the clause above its own. What hangs on a clause of another edition counts where the crosswalk says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import EvidenceClause
from weicheng.ground.papers.services.evidencing import PAPER_ORIGIN
from weicheng.ground.standards.models import Clause, Edition
from weicheng.ground.standards.selectors.mapping import speaking_for
from weicheng.judgement.archive.choices import SourceKind, WorkPart
from weicheng.judgement.archive.providers import part_of, things_of
from weicheng.judgement.archive.things import Query, Thing

Counts = Counter[tuple[int, int, WorkPart]]  # (clause or unit, year or 0, part)
Reach = Mapping[
    int, frozenset[int]
]  # a clause that something hangs on -> the clauses of the edition that it counts for
_OTHERS = tuple(kind for kind in SourceKind if kind != SourceKind.EVIDENCE)


def materials_by_year(campaign: Campaign) -> Counter[tuple[int, int]]:
    """How many materials each clause has in each year, for the coverage."""
    found: Counter[tuple[int, int]] = Counter()
    if campaign.edition is not None:
        for (clause, year, _), count in materials_of(campaign, (), None).items():
            found[(clause, year)] += count
    return found


def materials_of(campaign: Campaign, years: Collection[int], units: Collection[int] | None) -> Counts:
    """By clause of the campaign's edition, year and part. No years: all of them; ``units`` None: of any unit or none."""
    assert campaign.edition is not None
    reach = reach_of(campaign.edition)
    counts: Counts = Counter()
    links = evidence_links(campaign, years)
    if units is not None:
        links = links.filter(evidence__unit__in=units)
    # Counted in the database: there may be fifty thousand pieces of evidence.
    grouped = links.values_list("clause", "evidence__year", "evidence__kind").annotate(n=Count("pk"))
    for clause, year, kind, count in grouped:
        for one in reach.get(clause, ()):
            counts[(one, year or 0, part_of(kind))] += count
    _take_doubles_away(counts, links, reach)
    for thing in other_things(campaign, years, units):
        for one in reached(thing.clauses, reach):
            counts[(one, thing.year or 0, thing.part)] += 1
    return counts


def reach_of(edition: Edition) -> Reach:
    """What every clause counts for: those of the edition that it speaks for, and those above them."""
    above = _above(Clause.objects.filter(edition=edition))
    return {pk: frozenset(one for own in found for one in above[own]) for pk, found in speaking_for(edition).items()}


def reached(clauses: Iterable[int], reach: Reach) -> frozenset[int]:
    return frozenset(one for clause in clauses for one in reach.get(clause, ()))


def evidence_links(campaign: Campaign, years: Collection[int]) -> QuerySet[EvidenceClause]:
    """Live evidence by clause. An official paper counts as the paper that it is, not once more as evidence."""
    links = EvidenceClause.objects.filter(evidence__campaign=campaign, evidence__removed_at=None)
    links = links.exclude(evidence__origin__startswith=PAPER_ORIGIN).order_by()
    return links.filter(evidence__year__in=years) if years else links


def other_things(campaign: Campaign, years: Collection[int], units: Collection[int] | None) -> list[Thing]:
    query = Query(campaign.pk, None, tuple(years), "", frozenset(units) if units is not None else None)
    return things_of(query, _OTHERS)


def _take_doubles_away(counts: Counts, links: QuerySet[EvidenceClause], reach: Reach) -> None:
    """One piece under two clauses that count for the same one was counted twice there."""
    meeting = _meeting(set(links.values_list("clause", flat=True).distinct()), reach)
    if not meeting:
        return
    several = links.filter(clause__in=meeting).values("evidence").annotate(n=Count("pk")).filter(n__gt=1)
    held: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    rows = links.filter(clause__in=meeting, evidence__in=several.values("evidence"))
    for pk, year, kind, clause in rows.values_list("evidence", "evidence__year", "evidence__kind", "clause"):
        held[(pk, year or 0, kind)].append(clause)
    for (_, year, kind), clauses in held.items():
        times = Counter(one for clause in clauses for one in reach[clause])
        for one, number in times.items():
            counts[(one, year, part_of(kind))] -= number - 1


def _meeting(used: set[int], reach: Reach) -> set[int]:
    """Those of ``used`` that count for a clause for which another one of them counts too."""
    by_target: dict[int, set[int]] = defaultdict(set)
    for clause in used:
        for one in reach.get(clause, ()):
            by_target[one].add(clause)
    return {clause for clauses in by_target.values() if len(clauses) > 1 for clause in clauses}


def _above(clauses: Iterable[Clause]) -> dict[int, list[int]]:
    """Each clause with all those above it, itself first."""
    parents = {clause.pk: clause.parent_id for clause in clauses}
    found = {}
    for pk in parents:
        line = [pk]
        while (parent := parents.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        found[pk] = line
    return found
