"""Confirming and correcting a figure, and taking that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from weicheng.ground.org.views.doors import Request, edit
from weicheng.ground.standards.choices import Confidence
from weicheng.ground.standards.figures import FIELDS, Figure, confidence_of, row_of
from weicheng.ground.standards.forms import VerifyForm, WithdrawForm
from weicheng.ground.standards.models import Clause, Edition, Indicator, Interpretation, Limit, Target, Verification
from weicheng.ground.standards.permissions import check_user_can_verify_figures
from weicheng.ground.standards.saying import plain, value_words
from weicheng.ground.standards.selectors.pages import field_word
from weicheng.ground.standards.services import verifying
from weicheng.ground.standards.sources import source_words
from weicheng.ground.standards.views.reading import NAV
from weicheng.ground.ui.doors import page


@page
def verify(request: Request, pk: int) -> HttpResponse:
    check_user_can_verify_figures(request.user)
    edition = get_object_or_404(Edition, pk=pk)
    subject, key, field = (request.GET.get(name, "") for name in ("subject", "key", "field"))
    row = row_of(edition.pk, subject, key) if field in FIELDS.get(subject, ()) else None
    if row is None:
        raise Http404
    standing = verifying.standing(edition, subject, key, field)
    figure = Figure(subject, key, field, getattr(row, field), confidence_of(row, field), standing)

    def act(values: dict[str, Any]) -> HttpResponse:
        verifying.verify_figure(by=request.user, edition=edition, subject=subject, key=key, field=field, **values)
        messages.success(request, f"已核定：{verifying.label_of(row, field)}。原来的内容没有改，核定记在上面。")
        return redirect(back)

    back = _page_of(edition, row)
    unit = row.indicator.unit if isinstance(row, Target) and field == "value" else ""
    if isinstance(row, Limit):
        unit = row.unit
    form = VerifyForm(request.POST or None, initial=_initial(figure), figure=figure, unit=unit)
    return edit(
        request,
        form=form,
        act=act,
        title=f"核定“{verifying.label_of(row, field)}”",
        submit="记下核定",
        back=back,
        crumbs=_crumbs(edition, "核定"),
        lead=_lead(row, figure),
        nav=NAV,
    )


@page
def withdraw(request: Request, pk: int) -> HttpResponse:
    check_user_can_verify_figures(request.user)
    held = get_object_or_404(Verification.objects.select_related("edition"), pk=pk)
    row = row_of(held.edition_id, held.subject, held.key)

    def act(values: dict[str, Any]) -> None:
        verifying.withdraw_verification(by=request.user, verification=held, **values)

    return edit(
        request,
        form=WithdrawForm(request.POST or None),
        act=act,
        title=f"撤回对“{verifying.label_of(row, held.field) if row else held.key}”的核定",
        submit="撤回",
        back=_page_of(held.edition, row),
        crumbs=_crumbs(held.edition, "撤回核定"),
        lead=f"{held.by}核定的{field_word(held)}是“{value_words(held.field, held.value)}”，依据：{held.source}。"
        "撤回以后，以前的核定或库中原来的内容重新有效。",
        done="已撤回，记录留着。",
        nav=NAV,
    )


def _initial(figure: Figure) -> dict[str, Any]:
    shown = figure.shown
    if figure.field == "is_veto":
        return {"value": "" if shown is None else "yes" if shown else "no"}
    return {"value": plain(shown) if hasattr(shown, "normalize") else shown}


def _lead(row: Any, figure: Figure) -> str:
    words = value_words(figure.field, figure.printed)
    shown = f"库中写的是“{words}”" if words else "库中没有写"
    sure = Confidence(figure.confidence).label
    now = f"现在有效的是{figure.verification.by}核定的。" if figure.verification else ""
    kept = "库里的内容不会改，核定叠加在上面，写明依据，随时可以撤回。"
    return f"{shown}，来源：{source_words(row.source) or '没有写'}（{sure}）。{now}{kept}"


def _page_of(edition: Edition, row: Any) -> str:
    clause = row if isinstance(row, Clause) else None
    if isinstance(row, Target):
        clause = row.indicator.clause
    elif isinstance(row, Indicator | Interpretation):
        clause = row.clause
    if clause is not None:
        return reverse("standards:clause", args=[edition.pk, clause.key])
    return reverse("standards:edition", args=[edition.pk])


def _crumbs(edition: Edition, word: str) -> list[tuple[str, str | None]]:
    return [
        ("标准", reverse("standards:list")),
        (edition.short_title, reverse("standards:edition", args=[edition.pk])),
        (word, None),
    ]
