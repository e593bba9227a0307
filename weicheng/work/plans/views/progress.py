"""Progress: a unit reports, the office confirms or returns."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_POST

from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import optional_day
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.errors import Doubtful
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.services import progress
from weicheng.work.plans.views.doors import page
from weicheng.work.plans.views.tasks import answer, render_drawer, task_or_404


@page
@require_POST
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Percent or amount done, words, files. The same form sent twice is one entry."""
    task = task_or_404(request, uid)
    sent = request.POST
    unit = Unit.objects.filter(pk=whole(sent.get("unit")) or 0).first()
    if unit is None:
        raise Http404
    try:
        entry = progress.report_progress(
            by=request.user,
            task=task,
            unit=unit,
            on=optional_day(sent.get("on"), "on") or timezone.localdate(),
            key=key_of(sent.get("key")),
            percent=_percent(sent.get("percent", "")),
            value=sent.get("value") or None,
            text=sent.get("text", ""),
            files=request.FILES.getlist("files"),
            hardship=_hardship(sent),
            sure=bool(sent.get("sure")) and sent.get("sure") == _figure(sent),
        )
    except Doubtful as doubt:
        return render_drawer(request, task, 422, doubt=doubt, sure=_figure(sent), mine=sent, reporting=True)
    except Refused as error:
        return render_drawer(request, task, 422, problem=error, mine=sent, reporting=True)
    words = "已确认记入。" if entry.state == EntryState.CONFIRMED else "已报送，等创卫办确认。"
    return answer(request, uid, words + ("难点已一起报上去。" if sent.get("difficulty", "").strip() else ""))


def _figure(sent: QueryDict) -> str:
    """For which figure the person was asked back: with another one, the question is asked anew."""
    return "|".join(sent.get(name, "") for name in ("unit", "on", "value", "percent"))


def _hardship(sent: QueryDict) -> progress.Hardship | None:
    """The fold of the sheet; a remedy alone has nothing to remedy."""
    words = {name: sent.get(name, "").strip() for name in ("difficulty", "remedy", "wish")}
    if not any(words.values()):
        return None
    if not words["difficulty"]:
        raise Invalid("写了措施或请求，还要写明难在哪里。", "difficulty")
    return progress.Hardship(words["difficulty"], words["remedy"], words["wish"], sent.get("sort", ""))


def _percent(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return round(float(text))
    except (ValueError, OverflowError) as error:
        raise Invalid("完成百分比请填0到100之间的数。", "percent") from error


@page
@require_POST
def decide(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """The office confirms an entry or returns it with a reason; the unit takes back one that nobody has decided on."""
    entry = (
        ProgressEntry.objects.filter(pk=pk, task__in=Task.objects.for_user(request.user))
        .select_related("task__campaign")
        .first()
    )
    if entry is None or move not in {"confirm", "return", "withdraw"}:
        raise Http404
    if move == "confirm":
        progress.confirm_entry(by=request.user, entry=entry)
        return answer(request, entry.task.uid, "已确认，完成数已更新。")
    if move == "withdraw":
        progress.withdraw_entry(by=request.user, entry=entry)
        return answer(request, entry.task.uid, "已收回，不再等确认，可以重新报。")
    progress.return_entry(by=request.user, entry=entry, reason=request.POST.get("reason", "").strip())
    return answer(request, entry.task.uid, "已退回，填报人会看到原因。")
