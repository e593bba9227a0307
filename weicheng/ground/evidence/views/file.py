"""The page of one piece of evidence, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weicheng.engines.fulltext import marked, terms
from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.evidence import services
from weicheng.ground.evidence.errors import Outdated
from weicheng.ground.evidence.forms import ChangeForm, ReasonForm
from weicheng.ground.evidence.links import download_url
from weicheng.ground.evidence.models import Evidence, PhotoMatch
from weicheng.ground.evidence.permissions import (
    check_user_can_change_evidence,
    check_user_can_remove_evidence,
    user_can_change_evidence,
    user_can_judge_matches,
    user_can_put_back_evidence,
    user_can_remove_evidence,
)
from weicheng.ground.evidence.pictures import SIZES, picture_path
from weicheng.ground.evidence.screening import word_of
from weicheng.ground.evidence.selectors import detail, menus
from weicheng.ground.evidence.selectors.lapsing import newer_than
from weicheng.ground.evidence.views.doors import NAV, Request, crumbs, evidence_or_404, frame, library_page
from weicheng.ground.evidence.wording import both_versions
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.views.doors import edit
from weicheng.ground.ui.numbers import whole

SHOWN = 6000  # characters of the text on the page; the search knows all of it
INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")


@library_page
@require_safe
def evidence_page(request: Request, pk: int) -> HttpResponse:
    """Preview, clauses, where it came from, what is written in it, what was done to it."""
    evidence = evidence_or_404(request, pk)
    user, words = request.user, terms(request.GET.get("q", ""))
    text = evidence.file.words.text[:SHOWN] if hasattr(evidence.file, "words") else ""
    name = (
        f"{evidence.title[:100]}.{evidence.file.name.rsplit('.', 1)[-1]}"
        if "." in evidence.file.name
        else evidence.title
    )
    link = download_url(evidence.file, user=user, name=name)
    context = {
        **frame(request, (evidence.title, None)),
        "evidence": evidence,
        "links": detail.links_of(evidence),
        "download": link,
        "opened": f"{link}?inline=1" if evidence.file.media_type in INLINE else "",
        "file_word": word_of(evidence.file.media_type),
        "text": marked(text, words),
        "is_cut": hasattr(evidence.file, "words") and evidence.file.words.characters > SHOWN,
        "twins": detail.twins_of(evidence, user),
        "likenesses": detail.likenesses(evidence, user),
        "history": detail.history_of(evidence),
        "chapters": menus.clauses_by_chapter(campaign_of(request)),
        "may_change": (may_change := user_can_change_evidence(user, evidence)),
        "newer": newer_than(evidence, user) if may_change and evidence.valid_until else [],
        "may_remove": user_can_remove_evidence(user, evidence),
        "may_put_back": user_can_put_back_evidence(user, evidence),
        "may_judge": user_can_judge_matches(user),
    }
    return render(request, "evidence/file.html", context)


@library_page
@require_safe
def picture(request: Request, pk: int, size: str) -> HttpResponse:
    """The small picture; 404 while there is none."""
    if size not in SIZES:
        raise Http404
    evidence = evidence_or_404(request, pk)
    try:
        data = picture_path(evidence.file.sha256, size).read_bytes()  # tens of kilobytes
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@library_page
def change(request: Request, pk: int) -> HttpResponse:
    evidence = evidence_or_404(request, pk)
    check_user_can_change_evidence(request.user, evidence)
    names = ("title", "kind", "on", "year", "valid_until", "zone", "note", "unit", "version")
    initial = {name: getattr(evidence, name) for name in names}
    form = ChangeForm(request.POST or None, initial=initial, campaign=evidence.campaign, user=request.user)

    def act(values: dict[str, Any]) -> None:
        reason, version = values.pop("reason"), values.pop("version")
        try:
            services.change_evidence(
                by=request.user, evidence=evidence, values=dict(values), reason=reason, version=version
            )
        except Outdated as error:
            form.data = form.data.copy()
            form.data["version"] = error.now.version  # pressed again, it is meant
            raise NotPossible(both_versions(error.now, values)) from error

    return _form(request, form, act, f"修改“{evidence.title}”", "保存", evidence)


@library_page
def remove(request: Request, pk: int) -> HttpResponse:
    evidence = evidence_or_404(request, pk)
    check_user_can_remove_evidence(request.user, evidence)

    def act(values: dict[str, Any]) -> None:
        services.remove_evidence(by=request.user, evidence=evidence, reason=values["reason"])

    lead = "撤下后不再算作佐证，也搜不到；文件和记录都留着，创卫办可以恢复。"
    form = ReasonForm(request.POST or None)
    return _form(request, form, act, f"撤下“{evidence.title}”", "撤下", evidence, lead, "已撤下。")


@library_page
@require_POST
def put_back(request: Request, pk: int) -> HttpResponse:
    evidence = evidence_or_404(request, pk)
    services.put_back_evidence(by=request.user, evidence=evidence, reason=request.POST.get("reason", ""))
    messages.success(request, "已恢复。")
    return redirect("library:file", pk)


@library_page
@require_POST
def renew(request: Request, pk: int) -> HttpResponse:
    """The new certificate that took its place, or none after all."""
    evidence = evidence_or_404(request, pk)
    check_user_can_change_evidence(request.user, evidence)
    chosen = whole(request.POST.get("new"))
    new = Evidence.objects.for_user(request.user).filter(pk=chosen).first() if chosen else None
    if new is None and "undo" not in request.POST:
        raise Invalid("请选哪一份是新证；还没有放进材料库的，先放进来并填上有效期。", "new")
    services.renew_evidence(by=request.user, evidence=evidence, new=new)
    messages.success(request, "已记下新证，不再提醒这一份到期。" if new else "已取消，照旧提醒到期。")
    return redirect("library:file", pk)


@library_page
@require_POST
def clauses(request: Request, pk: int) -> HttpResponse:
    """Add a clause, take one away, or make one the first."""
    evidence = evidence_or_404(request, pk)
    offered = {clause.pk: clause for _, group in menus.clauses_by_chapter(evidence.campaign) for clause in group}
    held = {link.clause_id: link.clause for link in detail.links_of(evidence)}
    chosen = {name: whole(request.POST.get(name)) for name in ("add", "remove", "primary")}
    changed = services.classify_evidence(
        by=request.user,
        evidence=[evidence],
        add=[offered[key] for key in [chosen["add"]] if key in offered],
        remove=[held[key] for key in [chosen["remove"]] if key in held],
        primary=held.get(chosen["primary"] or 0),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, "条款已改。" if changed else "没有变化。")
    return redirect("library:file", pk)


@library_page
@require_POST
def judge(request: Request, pk: int, match_pk: int) -> HttpResponse:
    """The office has looked at two photos side by side."""
    evidence = evidence_or_404(request, pk)
    match = PhotoMatch.objects.filter(pk=match_pk).first()
    if match is None or evidence.file_id not in (match.first_id, match.second_id):
        raise Http404
    found, note = request.POST.get("found", ""), request.POST.get("note", "")
    services.judge_match(by=request.user, match=match, found=found, note=note)
    messages.success(request, "已记下。")
    return redirect("library:file", pk)


def _form(
    request: Request,
    form: Any,
    act: Any,
    title: str,
    submit: str,
    evidence: Evidence,
    lead: str = "",
    done: str = "已保存。",
) -> HttpResponse:
    back = reverse("library:file", args=[evidence.pk])
    path = crumbs((evidence.title, back), (submit, None))
    return edit(
        request, form=form, act=act, title=title, submit=submit, back=back, crumbs=path, lead=lead, done=done, nav=NAV
    )
