"""The papers of a bid: the list, filling a paper, what a policy paper says of itself, turning into PDF, packing."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weicheng.engines.gongwen.converting import office
from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.views.doors import Request
from weicheng.ground.ui.days import optional_day
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.titles.authority import authority
from weicheng.judgement.titles.choices import FileSource, PolicyCategory
from weicheng.judgement.titles.formats import DOCX, format_words, is_taken
from weicheng.judgement.titles.models import Bid, PackageFile, Slot
from weicheng.judgement.titles.patterns import list_bases, own_slots
from weicheng.judgement.titles.permissions import check_user_can_edit_bid, user_can_edit_bid, user_can_edit_titles
from weicheng.judgement.titles.selectors.package import candidates, package_state
from weicheng.judgement.titles.services import building
from weicheng.judgement.titles.services import package as services
from weicheng.judgement.titles.services.files import keep_upload
from weicheng.judgement.titles.views.doors import NAV, bid_or_404, crumbs, titles_page


@titles_page
@require_GET
def package(request: Request, pk: int) -> HttpResponse:
    found = bid_or_404(request, pk)
    state = package_state(found)
    files = [file for line in state.lines for file, _ in line.files]
    measure = authority(found.authority)
    context = {
        "nav": NAV,
        "crumbs": crumbs((str(found), reverse("titles:bid", args=[pk])), ("申报资料", None)),
        "here": "package",
        "bid": found,
        "state": state,
        "measure": measure,
        "formats": format_words(state.formats),
        "list": list_bases()[found.purpose],
        "own": own_slots(),
        "links": {file.pk: download_url(file.file, user=request.user, name=file.name) for file in files},
        "zip": download_url(found.package, user=request.user) if found.package else "",
        "to_convert": len(building.convertible(state)),
        "has_office": office() is not None,
        "categories": PolicyCategory.choices,
        "may_edit": user_can_edit_bid(request.user, found),
        "may_build": user_can_edit_titles(request.user, found.campaign),
        "editing": whole(request.GET.get("file")) or 0,
        "key": uuid4(),
    }
    return render(request, "titles/package.html", context)


@titles_page
@require_GET
def choose(request: Request, pk: int, slot_pk: int) -> HttpResponse:
    """Files of the campaign that may be the paper; the slot's own words find them first."""
    found, slot = _slot(request, pk, slot_pk)
    check_user_can_edit_bid(request.user, found)
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "nav": NAV,
        "crumbs": crumbs(
            (str(found), reverse("titles:bid", args=[pk])),
            ("申报资料", reverse("titles:package", args=[pk])),
            (slot.name, None),
        ),
        "bid": found,
        "slot": slot,
        "words": words,
        "rows": candidates(found, request.user, slot, words),
        "key": uuid4(),
    }
    return render(request, "titles/choose.html", context)


@titles_page
@require_POST
def add(request: Request, pk: int, slot_pk: int) -> HttpResponse:
    """An upload, or a file that the campaign has."""
    found, slot = _slot(request, pk, slot_pk)
    check_user_can_edit_bid(request.user, found)
    key = key_of(request.POST.get("key"))
    source, upload = request.POST.get("source", ""), request.FILES.get("file")
    if source:
        taken = services.taken_from(by=request.user, bid=found, source=source, pk=whole(request.POST.get("pk")) or 0)
    elif upload is not None:
        stored, name = keep_upload(upload, request.user)
        taken = services.Taken(stored, name, FileSource.UPLOAD)
    else:
        raise Invalid("请先选文件。", "file")
    services.add_file(by=request.user, slot=slot, key=key, taken=taken)
    formats = authority(found.authority).formats
    if is_taken(taken.file, formats):
        messages.success(request, f"已放进“{slot.name}”。")
    else:
        mended = "Word文件可以点“转成PDF”" if taken.file.media_type == DOCX and office() else "请另存为PDF再传"
        words = f"接收系统只收{format_words(formats)}，这一份还不是，{mended}，换好之前算“待换格式”。"
        messages.warning(request, f"已放进“{slot.name}”。{words}")
    return redirect(f"{reverse('titles:package', args=[pk])}#slot{slot.pk}")


@titles_page
@require_POST
def add_slot(request: Request, pk: int) -> HttpResponse:
    found = bid_or_404(request, pk)
    name, is_policy = request.POST.get("name", ""), request.POST.get("is_policy") == "1"
    slot = services.add_slot(by=request.user, bid=found, name=name, is_policy=is_policy)
    return redirect(f"{reverse('titles:package', args=[pk])}#slot{slot.pk}")


@titles_page
@require_POST
def remove_slot(request: Request, pk: int, slot_pk: int) -> HttpResponse:
    _, slot = _slot(request, pk, slot_pk)
    services.remove_slot(by=request.user, slot=slot)
    return redirect("titles:package", pk)


@titles_page
@require_POST
def describe(request: Request, pk: int, file_pk: int) -> HttpResponse:
    file, sent = _file(request, pk, file_pk), request.POST
    services.describe_file(
        by=request.user,
        file=file,
        category=sent.get("category", ""),
        issuer=sent.get("issuer", ""),
        **{name: optional_day(sent.get(name), name) for name in ("issued_on", "effective_on", "revised_on")},
    )
    messages.success(request, "要素已保存。")
    return redirect(f"{reverse('titles:package', args=[pk])}#slot{file.slot_id}")


@titles_page
@require_POST
def remove(request: Request, pk: int, file_pk: int) -> HttpResponse:
    file = _file(request, pk, file_pk)
    services.remove_file(by=request.user, file=file)
    messages.success(request, f"已移出“{file.name}”。")
    return redirect(f"{reverse('titles:package', args=[pk])}#slot{file.slot_id}")


@titles_page
@require_POST
def work(request: Request, pk: int, verb: str) -> HttpResponse:
    """Start a job: ``convert`` or ``build``."""
    found = bid_or_404(request, pk)
    acts = {"convert": building.request_conversion, "build": building.request_package}
    if verb not in acts:
        raise Http404
    acts[verb](by=request.user, bid=found)
    return redirect("titles:package", pk)


@titles_page
@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    """The package as it was packed last."""
    found = bid_or_404(request, pk)
    if found.package is None:
        raise NotPossible("还没有打包。")
    return redirect(download_url(found.package, user=request.user))


def _slot(request: Request, pk: int, slot_pk: int) -> tuple[Bid, Slot]:
    found = bid_or_404(request, pk)
    slot = found.slots.select_related("bid").filter(pk=slot_pk).first()
    if slot is None:
        raise Http404
    return found, slot


def _file(request: Request, pk: int, file_pk: int) -> PackageFile:
    found = bid_or_404(request, pk)
    file = PackageFile.objects.select_related("slot__bid").filter(pk=file_pk, slot__bid=found, removed_at=None).first()
    if file is None:
        raise Http404
    return file
