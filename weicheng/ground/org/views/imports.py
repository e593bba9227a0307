from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org import permissions, selectors
from weicheng.ground.org.forms import ImportForm
from weicheng.ground.org.importing import parking, sheets, writing
from weicheng.ground.org.importing.register import register_workbook
from weicheng.ground.org.importing.writing import Outcome
from weicheng.ground.org.views.doors import Request, crumbs, page

MAX_BYTES = 10 * 1024 * 1024
SESSION_KEY = "org_import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


@page
def upload(request: Request) -> HttpResponse:
    """Send a table; the answer is a preview with counts, or the list of what is wrong. Nothing is written here."""
    permissions.check_user_can_import_units(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        form.add_error("file", f"文件超过{MAX_BYTES // 1024 // 1024}MB。请删掉图片和多余的工作表再传。")
        return _form(request, form)
    content = file.read()
    try:
        outcome = writing.preview(content, by=request.user)
    except Invalid as error:
        form.add_error("file", str(error))
        return _form(request, form)
    parking.unpark(request.session.get(SESSION_KEY, {}).get("token", ""))
    request.session[SESSION_KEY] = {"token": parking.park(content), "name": file.name}
    return _outcome(request, outcome, file.name)


@page
@require_POST
def confirm(request: Request) -> HttpResponse:
    """Write the table that was shown. It is checked again: somebody may have changed the units meanwhile."""
    permissions.check_user_can_import_units(request.user)
    held = request.session.get(SESSION_KEY, {})
    content = parking.parked(held.get("token", ""))
    if content is None:
        messages.error(request, "预览过的表已经不在了，请重新上传。")
        return redirect("org:import")
    outcome = writing.import_workbook(content, by=request.user)
    if outcome.problems:
        return _outcome(request, outcome, held["name"])
    parking.unpark(held["token"])
    del request.session[SESSION_KEY]
    words = [
        f"{word}新增{tally.new}、修改{tally.changed}" for word, tally in outcome.tallies if tally.new or tally.changed
    ]
    messages.success(request, f"已导入“{held['name']}”：{'；'.join(words) or '没有变化'}。")
    return redirect("org:units")


@page
@require_safe
def errors(request: Request) -> HttpResponse:
    """The table that was sent, mistakes in red, to be mended and sent again."""
    permissions.check_user_can_import_units(request.user)
    held = request.session.get(SESSION_KEY, {})
    content = parking.parked(held.get("token", ""))
    if content is None:
        messages.error(request, "上传过的表已经不在了，请重新上传。")
        return redirect("org:import")
    outcome = writing.preview(content, by=request.user)
    return _xlsx(sheets.marked(content, outcome.problems), f"{held['name'].rsplit('.', 1)[0]}（标红）.xlsx")


@page
@require_safe
def template(request: Request) -> HttpResponse:
    permissions.check_user_can_import_units(request.user)
    return _xlsx(sheets.template(), "单位人员机构模板.xlsx")


@page
@require_safe
def export(request: Request) -> HttpResponse:
    """The register of what the user may see; with telephone numbers, so only for those who see everything."""
    permissions.check_user_can_view_groups(request.user)
    content = register_workbook(selectors.units_for(request.user), with_groups=True)
    return _xlsx(content, f"单位和人员{timezone.localdate():%Y-%m-%d}.xlsx")


def _form(request: Request, form: ImportForm) -> HttpResponse:
    context = {"nav": "org", "crumbs": _crumbs("导入"), "form": form}
    return render(request, "org/import.html", context, status=422 if form.errors else 200)


def _outcome(request: Request, outcome: Outcome, name: str) -> HttpResponse:
    context = {
        "nav": "org",
        "crumbs": _crumbs("导入结果" if outcome.problems else "导入预览"),
        "outcome": outcome,
        "problems": outcome.problems[:SHOWN],
        "hidden": max(0, len(outcome.problems) - SHOWN),
        "good_rows": outcome.rows - len({(problem.sheet, problem.row) for problem in outcome.problems}),
        "several_sheets": len({problem.sheet for problem in outcome.problems}) > 1,
        "name": name,
    }
    template_name = "org/import_errors.html" if outcome.problems else "org/import_preview.html"
    return render(request, template_name, context, status=422 if outcome.problems else 200)


def _xlsx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _crumbs(word: str) -> list[tuple[str, str | None]]:
    return crumbs(("单位", reverse("org:units")), (word, None))
