"""The form of one figure, and what a person does with an entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.kernel.errors import Invalid, NotAllowed, Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.org.permissions import check_office
from weicheng.ground.ui.answers import way_back
from weicheng.ground.ui.days import day_in
from weicheng.ground.ui.keys import key_again, key_of
from weicheng.ground.ui.numbers import whole
from weicheng.work.indicators.choices import PERIODS, Span, State
from weicheng.work.indicators.errors import Doubtful, Faulty, Outdated
from weicheng.work.indicators.forms import ValueForm
from weicheng.work.indicators.models import ValueEntry, period_words
from weicheng.work.indicators.permissions import check_may_fill, check_user_can_check, user_can_check
from weicheng.work.indicators.reading import Period, Typed
from weicheng.work.indicators.saying import formula_words, proof_of, value_words
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.selectors.record import evidence_to_choose, waiting
from weicheng.work.indicators.services import checking, filling, sourcing
from weicheng.work.indicators.table_columns import filled_cells
from weicheng.work.indicators.targets import asked_of
from weicheng.work.indicators.views.doors import (
    board_and_years,
    campaign_of,
    campaign_page,
    entry_or_404,
    face,
    judged_or_404,
)


@campaign_page
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure on one page: typed, read back, asked about once, handed in."""
    board, _, year = board_and_years(request)
    row = judged_or_404(request, board, pk, year)
    period = _period(request, board, row, year)
    owner = row.owner
    check_may_fill(request.user, board.campaign, row.indicator, owner, period.subject)
    draft = _draft(board, row, period)
    there = filling.standing(board, row.indicator, period)
    taken = _take_upload(request, board, row, period)
    form = _form(request, board, row, period, draft, taken)
    doubts: list[str] = []
    fault: Refused | None = None
    seen = request.POST.get("seen", there.stamp if there is not None else "")
    if request.method == "POST" and form.is_valid() and not taken.refused:
        form.cleaned_data.pop("upload")
        try:
            entry = filling.save_value(
                by=request.user,
                campaign=board.campaign,
                indicator=row.indicator,
                period=period,
                typed=Typed(**form.cleaned_data),
                key=key_of(request.POST.get("key")),
                submit="draft" not in request.POST,
                board=board,
                seen=request.POST.get("seen"),
            )
        except Doubtful as error:
            doubts = error.doubts
        except Faulty as error:
            for field, sentence in error.faults:
                form.add_error(field if field in form.fields else None, sentence)
        except Outdated as error:
            seen = error.now.stamp if error.now is not None else ""  # pressed again, it is meant
            form.add_error(None, _both_versions(error.now, row, form))
        except Refused as error:
            fault = error
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _done(request, board, row, entry)
    if taken.refused:
        form.add_error("upload", taken.refused)
    more = {"seen": seen, "taken": taken.evidence, "key": key_again(request.POST.get("key"), fault)}
    return _page(request, board, row, period, form, doubts, draft, more)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that came with the form."""

    evidence: Evidence | None = None
    refused: str = ""


def _take_upload(request: HttpRequest, board: Board, row: Judged, period: Period) -> Taken:
    """Kept before the figure is looked at: a browser never sends a file a second time by itself."""
    upload = request.FILES.get("upload") if request.method == "POST" else None
    if upload is None:
        return Taken()
    on = day_in(request.POST.get("source_on"))
    try:
        done = sourcing.take_source(by=request.user, board=board, asked=row.asked, period=period, upload=upload, on=on)
    except (FileRefused, Refused, NotAllowed) as error:
        return Taken(refused=str(error))
    return Taken(done.evidence)


def _form(
    request: HttpRequest, board: Board, row: Judged, period: Period, draft: ValueEntry | None, taken: Taken
) -> ValueForm:
    sent = request.POST.copy() if request.method == "POST" else None
    if sent is not None and taken.evidence is not None:
        sent["evidence"] = str(taken.evidence.pk)
    initial = _initial(board, row, period, draft)
    chosen = whole(str((sent or initial).get("evidence") or ""))
    evidence = list(evidence_to_choose(board.campaign, request.user, row.indicator, chosen))
    return ValueForm(row.asked, evidence, sent, initial=initial)


def _both_versions(now: ValueEntry | None, row: Judged, form: ValueForm) -> str:
    """What stands there beside what was typed."""
    typed = form.cleaned_data.get("value") or "（按分子、分母算）"
    if now is None:
        return f"您打开页面以后，原来的数被收回或退回了。您填的是{typed}，还没有存；再按一次就按您填的存。"
    there = f"{now.filled_by}{now.filled_at:%-m月%-d日}填的{value_words(now, row.asked)}（{now.get_state_display()}）"
    return f"您打开页面以后有人填过：现在是{there}，您填的是{typed}，还没有存。要以您填的为准，请再按一次；不要了就点“不填了”。"


def _done(request: HttpRequest, board: Board, row: Judged, entry: ValueEntry) -> HttpResponse:
    said = value_words(entry, row.asked)
    if entry.state == State.DRAFT:
        messages.success(request, f"草稿已存：{entry.period_words}{row.indicator}{said}。还没有提交。")
    else:
        messages.success(request, f"已提交：{entry.period_words}{row.indicator}{said}，等另一个人审核。")
    return redirect(f"{reverse('indicators:indicator', args=[row.indicator.pk])}?year={entry.year}")


def _page(
    request: HttpRequest,
    board: Board,
    row: Judged,
    period: Period,
    form: ValueForm,
    doubts: list[str],
    draft: ValueEntry | None,
    more: dict[str, Any],
) -> HttpResponse:
    sent = request.method == "POST"
    slots = board.entries.get(row.indicator.pk, {})
    last = slots.get((period.year - 1, str(period.span), period.number, period.slot[3]))
    now = slots.get(period.slot)
    returned = board.returned.get((row.indicator.pk, period.year, period.slot[3])) if now is None else None
    context = face(request, "list", str(row.indicator), "填数") | {
        "row": row,
        "period": period,
        "words": period_words(period.year, period.span, period.number),
        "form": form,
        "doubts": doubts,
        "draft": draft,
        "now": now,
        "last": last,
        "returned": returned,
        "formula": formula_words(row.indicator),
        "factor": row.indicator.factor or 1,
        "proof": proof_of(row.indicator),
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "asks_reason": bool(doubts) or (now is not None and now.state == State.CHECKED),
        **more,
    }
    return render(request, "indicators/fill.html", context, status=422 if sent else 200)


def _period(request: HttpRequest, board: Board, row: Judged, year: int) -> Period:
    """What the address says; 404 for a period that no year has or a town that is none of ours."""
    span = request.GET.get("span", "") or Span.YEAR.value
    number = whole(request.GET.get("number")) or 1
    if span not in Span.values or not 1 <= number <= PERIODS[Span(span)]:
        raise Http404
    subject: Unit | None = None
    if row.asked.is_per_unit:
        asked = whole(request.GET.get("subject"))
        subject = next((unit for unit in board.townships if unit.pk == asked), None)
        if subject is None:
            raise Http404
    return Period(year, span, number, subject)


def _draft(board: Board, row: Judged, period: Period) -> ValueEntry | None:
    return ValueEntry.objects.filter(
        campaign=board.campaign, indicator=row.indicator, year=period.year, span=period.span, number=period.number,
        subject=period.subject, state=State.DRAFT,
    ).first()  # fmt: skip


def _initial(board: Board, row: Judged, period: Period, draft: ValueEntry | None) -> dict[str, Any]:
    """The draft, else what was sent back, else what is there; the source of last year helps to find this year's."""
    slots = board.entries.get(row.indicator.pk, {})
    there = draft or slots.get(period.slot) or board.returned.get((row.indicator.pk, period.year, period.slot[3]))
    if there is None:
        return {"scope": row.indicator.scope}
    cells: dict[str, Any] = filled_cells(row.asked, there)
    return cells | {
        "scope": there.scope,
        "measured_on": there.measured_on,
        "source_on": there.source_on,
        "evidence": there.evidence_id,
        "reason": there.reason if draft else "",
    }


@campaign_page
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """待审核: every figure that waits, with its source and what was asked about it."""
    campaign = campaign_of(request)
    check_office(request.user, "审核指标数据")
    asked = {one.indicator.pk: one for one in asked_of(campaign.edition, campaign.level)} if campaign.edition else {}
    rows = [(entry, asked.get(entry.indicator_id), user_can_check(request.user, entry)) for entry in waiting(campaign)]
    return render(request, "indicators/checking.html", face(request, "checking", "待审核") | {"rows": rows})


@campaign_page
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Check, return or take back one entry."""
    entry = entry_or_404(request, pk)
    version = whole(request.POST.get("version"))
    if verb == "check":
        checking.check_value(by=request.user, entry=entry, version=version)
        messages.success(request, f"{entry}已审核，从此不能改；要改只能更正。")
    elif verb == "return":
        checking.return_value(by=request.user, entry=entry, reason=request.POST.get("reason", ""), version=version)
        messages.success(request, f"{entry}已退回，填报人会收到原因。")
    elif verb == "take-back":
        filling.take_back(by=request.user, entry=entry)
        messages.success(request, f"{entry}已收回成草稿，改好再提交。")
    else:
        raise Http404
    return redirect(way_back(request, reverse("indicators:indicator", args=[entry.indicator_id])))


@campaign_page
@require_POST
def check_many(request: HttpRequest) -> HttpResponse:
    """The ticked ones, each by itself; those that cannot be are named."""
    check_office(request.user, "审核指标数据")
    # Each with the version that the page showed: nobody passes a figure that was changed meanwhile.
    sent = [text.partition(":") for text in request.POST.getlist("entries")]
    seen = {pk: whole(version) for text, _, version in sent if (pk := whole(text))}
    found = ValueEntry.objects.for_user(request.user).filter(campaign=campaign_of(request), pk__in=seen)
    entries = list(found.select_related("campaign", "indicator", "subject"))
    if not entries:
        raise Invalid("还没有勾选要审核的数。", "entries")
    for entry in entries:
        check_user_can_check(request.user, entry)
    failed = []
    for entry in entries:
        try:
            checking.check_value(by=request.user, entry=entry, version=seen[entry.pk])
        except Refused as error:
            failed.append(f"{entry}没有审核：{error}")
    if done := len(entries) - len(failed):
        messages.success(request, f"已审核{done}个数。")
    for sentence in failed[:5]:
        messages.error(request, sentence)
    return redirect("indicators:checking")
