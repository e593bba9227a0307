"""Which clauses an official paper serves: those of what it was made from, or those a person picked on its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from weicheng.ground.evidence.services import follow_clauses
from weicheng.ground.evidence.services.adding import MOST_CLAUSES
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import OfficialPaper, PaperClause
from weicheng.ground.papers.official_choices import OfficialState
from weicheng.ground.papers.official_permissions import check_user_can_set_clauses
from weicheng.ground.papers.services import evidencing
from weicheng.ground.standards.choices import EditionKind
from weicheng.ground.standards.models import Clause


@transaction.atomic
def set_paper_clauses(*, by: User, paper: OfficialPaper, clauses: Sequence[Clause]) -> list[PaperClause]:
    """The paper serves exactly these from now on, the first as its main one. Of a paper that went out its evidence goes along,
    and is made where it was issued before there was any. Raises Invalid for a clause of no standard, or for too many."""
    current = OfficialPaper.objects.select_for_update(of=("self",)).select_related("campaign", "entry").get(pk=paper.pk)
    check_user_can_set_clauses(by, current)
    _check(clauses)
    before = list(current.clauses.select_related("clause"))
    if [link.clause_id for link in before] == [clause.pk for clause in clauses]:
        return before
    current.clauses.all().delete()
    links = _write(current, clauses, by)
    audit.record(
        "papers.official.clauses",
        by=by,
        obj=current,
        before={"clauses": _words(before)},
        after={"clauses": _words(links)},
    )
    if current.state == OfficialState.ISSUED:
        evidencing.take_in_paper(current, by)
        follow_clauses(by=by, subject=evidencing.subject_of(current), clauses=clauses)
    return links


def inherit_clauses(*, by: User, paper: OfficialPaper, clauses: Iterable[int]) -> None:
    """A new draft takes over the clauses (by id) of what it was made from; in the caller's transaction."""
    known = Clause.objects.filter(edition__kind=EditionKind.STANDARD).in_bulk(list(clauses))
    _write(paper, [known[pk] for pk in dict.fromkeys(clauses) if pk in known][:MOST_CLAUSES], by)


def _write(paper: OfficialPaper, clauses: Sequence[Clause], by: User) -> list[PaperClause]:
    return PaperClause.objects.bulk_create(PaperClause(paper=paper, clause=clause, by=by) for clause in clauses)


def _check(clauses: Sequence[Clause]) -> None:
    if len({clause.pk for clause in clauses}) < len(clauses):
        raise Invalid("同一条款选了两次。", "clauses")
    if len(clauses) > MOST_CLAUSES:
        raise Invalid(f"一份公文最多对应{MOST_CLAUSES}条。", "clauses")
    if any(clause.edition.kind != EditionKind.STANDARD for clause in clauses):
        raise Invalid("只能对应标准的条款。", "clauses")


def _words(links: Iterable[PaperClause]) -> list[str]:
    return [str(link.clause) for link in links]
