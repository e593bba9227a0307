"""Papers of a campaign that a paper looks like another edition of: the same number, or the same title."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan

_NOISE = re.compile(r"[\W_]+")
_EDITION = re.compile(r"修[订改][稿版]?$|征求意见稿$|送审稿$|报批稿$|定稿$|新版$")
_LEAST_TITLE = 6  # 任务分解表 is the name of many papers
_STATES = (PlanState.PUBLISHED, PlanState.REVIEW)


@dataclass(frozen=True, slots=True)
class Edition:
    """``plan`` is an earlier paper with the same ``what`` (文号, 标题); ``may_be_revised``: ours could replace it."""

    plan: Plan
    what: str
    may_be_revised: bool


def earlier_editions(plan: Plan) -> list[Edition]:
    """The papers before this one that have its number or title, newest first; none for a revision. One query."""
    if plan.revises_id:
        return []
    number, title = plain_number(plan.number), plain_title(plan.title)
    others = (
        Plan.objects.filter(campaign=plan.campaign_id, state__in=_STATES, pk__lt=plan.pk)
        .annotate(has_revision=Exists(Plan.objects.filter(revises=OuterRef("pk"))))
        .only("title", "number", "state", "uploaded_at", "published_at")
        .order_by("-pk")
    )
    found = []
    for other in others:
        same_number = bool(number) and plain_number(other.number) == number
        same_title = len(title) >= _LEAST_TITLE and plain_title(other.title) == title
        if same_number or same_title:
            what = "文号和标题" if same_number and same_title else "文号" if same_number else "标题"
            open_to_it = other.state == PlanState.PUBLISHED and not other.has_revision
            found.append(Edition(other, what, open_to_it))
    return found


def plain_number(number: str) -> str:
    """河政办发〔2026〕18号 and 河政办发[2026]18号 are one number."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", number))


def plain_title(title: str) -> str:
    """The words of a title, without the word that it is a new edition."""
    return _EDITION.sub("", _NOISE.sub("", unicodedata.normalize("NFKC", title)))
