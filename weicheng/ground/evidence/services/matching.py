"""A person looks at two photos that the machine found alike, and says what she sees."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from weicheng.ground.evidence.choices import Alike
from weicheng.ground.evidence.models import PhotoMatch
from weicheng.ground.evidence.permissions import check_user_can_judge_matches
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User


@transaction.atomic
def judge_match(*, by: User, match: PhotoMatch, found: str, note: str = "") -> PhotoMatch:
    """Record what was found; it changes nothing else: what follows from it is decided by people."""
    check_user_can_judge_matches(by)
    if found not in Alike.values:
        raise Invalid("请选“是同一张”或“不是同一张”。", "found")
    match = PhotoMatch.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=match.pk)
    before = {"found": match.get_found_display()}
    match.found, match.by, match.at, match.note = found, by, timezone.now(), note.strip()[:200]
    match.save(update_fields=["found", "by", "at", "note"])
    audit.record(
        "evidence.match_judged",
        by=by,
        obj=match,
        label=f"{match.first}，{match.second}",
        before=before,
        after={"found": match.get_found_display(), "note": match.note},
    )
    return match
