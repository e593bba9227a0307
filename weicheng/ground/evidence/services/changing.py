"""Evidence is put right or sorted: every change is an entry with what it was and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.errors import Outdated
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.permissions import (
    answering,
    check_user_can_add_evidence,
    check_user_can_change_evidence,
)
from weicheng.ground.evidence.services.adding import set_clauses, title_of
from weicheng.ground.evidence.services.indexing import index_title
from weicheng.ground.evidence.wording import clause_words, values_of
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Clause

FIELDS = ("title", "kind", "on", "year", "unit", "zone", "valid_until", "note")
MOST = 500


@transaction.atomic
def change_evidence(
    *, by: User, evidence: Evidence, values: dict[str, Any], reason: str = "", version: int | None = None
) -> Evidence:
    """Set some of FIELDS; what stays the same leaves no entry. A unit may not give its evidence to another.

    ``version`` is that of the page which was filled in: Outdated if somebody changed the evidence since.
    """
    evidence = locked(evidence.pk)
    check_user_can_change_evidence(by, evidence)
    if version is not None and version != evidence.version:
        raise Outdated(evidence)
    before = values_of(evidence)
    for name, value in values.items():
        if name not in FIELDS:
            raise ValueError(name)
        setattr(evidence, name, _checked(name, value))
    if evidence.unit_id is not None:
        check_user_can_add_evidence(by, evidence.campaign, answering(evidence))
    after = values_of(evidence)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        evidence.version += 1
        evidence.save(update_fields=[*FIELDS, "version"])
        index_title(evidence)
        _record("evidence.changed", by, evidence, _only(before, changed), _only(after, changed), reason)
    return evidence


@transaction.atomic
def classify_evidence(
    *,
    by: User,
    evidence: Iterable[Evidence],
    add: Iterable[Clause] = (),
    remove: Iterable[Clause] = (),
    primary: Clause | None = None,
    kind: str = "",
    year: int | None = None,
    reason: str = "",
) -> int:
    """Sort many at once: clauses to add and to take away, the main one, kind, year. How many were changed.

    From then on their clauses no longer follow the task they were handed in with.
    """
    chosen = list(evidence)
    if len(chosen) > MOST:
        raise Invalid(f"一次最多归类{MOST}份，这次选了{len(chosen)}份。")
    adding, removing = list(add), {clause.pk for clause in remove}
    return sum(_classify(by, one.pk, adding, removing, primary, kind, year, reason) for one in chosen)


def _classify(
    by: User,
    pk: int,
    add: list[Clause],
    remove: set[int],
    primary: Clause | None,
    kind: str,
    year: int | None,
    reason: str,
) -> bool:
    evidence = locked(pk)
    check_user_can_change_evidence(by, evidence)
    before = {"clauses": clause_words(evidence), "kind": evidence.get_kind_display(), "year": evidence.year}
    links = list(evidence.clauses.select_related("clause").order_by("-is_primary", "id"))
    held = [link.clause for link in links if link.clause_id not in remove]
    new_ones = [clause for clause in add if clause.pk not in {one.pk for one in held}]
    wanted = [*held, *new_ones]
    order = [primary, *wanted] if primary is not None else wanted
    if [one.pk for one in order] != [link.clause_id for link in links]:
        set_clauses(evidence, order)
        evidence.clauses_inherited = False
    evidence.kind = _checked("kind", kind) if kind else evidence.kind
    evidence.year = _checked("year", year) if year else evidence.year
    evidence.version += 1
    evidence.save(update_fields=["kind", "year", "clauses_inherited", "version"])
    after = {"clauses": clause_words(evidence), "kind": evidence.get_kind_display(), "year": evidence.year}
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        _record("evidence.classified", by, evidence, _only(before, changed), _only(after, changed), reason)
    return bool(changed)


def locked(pk: int) -> Evidence:
    """The row for changing, until the end of the transaction."""
    rows = Evidence.objects.select_for_update(of=("self",)).select_related(
        "campaign", "unit__merged_into", "zone", "file"
    )
    return rows.get(pk=pk)


def _checked(name: str, value: Any) -> Any:
    if name == "title":
        if not str(value).strip():
            raise Invalid("题名不能空着。", "title")
        return title_of(str(value))
    if name == "kind" and value not in EvidenceKind.values:
        raise Invalid("没有这个种类。", "kind")
    if name == "year" and value is not None and not 1990 <= int(value) <= 2100:
        raise Invalid(f"年度{value}不对，请写四位数的年份。", "year")
    if name == "on" and isinstance(value, date) and value.year < 1990:
        raise Invalid("形成日期太早了，请看看是不是填错了。", "on")
    return str(value).strip()[:300] if name == "note" else value


def _only(values: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _record(
    code: str, by: User | None, evidence: Evidence, before: dict[str, Any], after: dict[str, Any], reason: str
) -> None:
    audit.record(
        code, by=by, obj=evidence, before=before, after=after, reason=reason.strip()[:200], unit_id=evidence.unit_id
    )
