"""At the meeting: units come up and sign one after another; the office ticks them off on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import Paper, Signing
from weicheng.ground.papers.services.signing import record_signing


def sign_many(*, by: User, papers: Mapping[Paper, str], on: date) -> int:
    """Record the signatures of these papers by these people, all or none; how many were new.

    Sent twice, the second time records nothing. Raises Invalid with the unit that stands in the way.
    """
    if not papers:
        raise Invalid("还没有勾选单位。", "papers")
    before = Signing.objects.filter(paper__in=papers).count()
    with transaction.atomic():
        for paper, signer in papers.items():
            try:
                record_signing(by=by, paper=paper, signer=signer, on=on)
            except Refused as error:
                raise Invalid(f"{paper.unit_name}：{error}一个也没有登记。", error.field) from error
    return Signing.objects.filter(paper__in=papers).count() - before
