"""整改通知书: one for a unit, under a number of its own register, in the layout of the house."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.engines.gongwen import write
from weicheng.engines.gongwen.rectification import Fault, Rectification, rectification_document
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.permissions import check_user_can_issue_papers
from weicheng.ground.papers.services.issuing import draft_paper, issue_paper
from weicheng.ground.standards.models import Clause

MOST_FAULTS = 60


@transaction.atomic
def issue_rectification(
    *,
    by: User,
    campaign: Campaign,
    unit: Unit,
    found_on: date,
    due_on: date,
    faults: Sequence[Fault],
    inspectors: str = "",
    contact: str = "",
    clauses: Sequence[Clause] = (),
) -> Paper:
    """Number, file and notice to the unit's liaisons. ``clauses``: those that the faults offend, under which the notice is filed.
    Raises Invalid for days that cannot be or nothing to put right."""
    check_user_can_issue_papers(by, campaign)
    today = timezone.localdate()
    if not faults:
        raise Invalid("至少写一个问题。", "faults")
    if len(faults) > MOST_FAULTS:
        raise Invalid(f"一份最多{MOST_FAULTS}个问题，请分开发。", "faults")
    if found_on > today:
        raise Invalid("检查日期不能晚于今天。", "found_on")
    if due_on < today:
        raise Invalid("整改期限不能早于今天。", "due_on")
    made_from: dict[str, Any] = {
        "due_on": due_on.isoformat(),
        "print": _print(found_on, faults, inspectors, contact),
        "tasks": [[place, "", f"{one.place} {one.problem}", due_on.isoformat()] for place, one in enumerate(faults, 1)],
    }
    if clauses:
        made_from["clauses"] = [clause.pk for clause in clauses]
    # The campaign's row is the lock: a form that is sent twice gives one notice with one number.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    for there in Paper.objects.filter(campaign=campaign, kind=PaperKind.RECTIFY, unit=unit, issued_on=today):
        if there.made_from == made_from and there.state == PaperState.ISSUED:
            return there
    draft = draft_paper(
        by=by, campaign=campaign, kind=PaperKind.RECTIFY, title="整改通知书", unit=unit, made_from=made_from
    )

    def render(paper: Paper) -> bytes:
        form = Rectification(
            number=paper.number, unit=paper.unit_name, found_on=found_on, due_on=due_on, issuer=f"{campaign.area}创卫办",
            on=today, faults=faults, inspectors=inspectors.strip()[:60], contact=contact.strip()[:60],
        )  # fmt: skip
        return write(rectification_document(form))

    paper = issue_paper(by=by, paper=draft, on=today, render=render)
    notify(
        to=liaisons_of([unit]), code="papers.rectify", key=f"papers.rectify.{paper.pk}", campaign_id=campaign.pk,
        title=f"{paper.number}：{len(faults)}个问题，{due_on.month}月{due_on.day}日前整改到位",
        url=reverse("papers:rectify-one", args=[paper.pk]),
    )  # fmt: skip
    return paper


def _print(*said: object) -> str:
    """Tells a notice from another one of the same day to the same unit."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def faults_of(text: str) -> list[Fault]:
    """One fault a line: place，problem，requirement，demand, kept apart by a bar or a tab; the first two are needed."""
    found = []
    for number, line in enumerate((line for line in text.split("\n") if line.strip()), 1):
        cells = [
            cell.strip()[:200] for cell in line.replace("\t", "|").replace("｜", "|").strip().strip("|").split("|")
        ]
        if len(cells) < 2 or not cells[1]:
            raise Invalid(f"第{number}行要写成：地点 | 问题 | 对照要求 | 整改要求，后两项可以不写。", "faults")
        found.append(Fault(*[*cells, "", ""][:4]))
    return found
