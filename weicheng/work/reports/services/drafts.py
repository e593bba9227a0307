"""A person changes the words of a draft, leaves a sentence out, adds one; hands the report in, which freezes it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import liaisons_of, notify, settle
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.policies import check_can_work_in
from weicheng.work.reports.choices import Kind, Part, ReportState
from weicheng.work.reports.models import Edit, Report, Sentence
from weicheng.work.reports.periods import Period
from weicheng.work.reports.permissions import (
    check_user_can_collect,
    check_user_can_edit,
    check_user_can_return,
    check_user_can_write,
)
from weicheng.work.reports.selectors.drafting import assembled, draft_lines
from weicheng.work.reports.selectors.lists import missing_units
from weicheng.work.reports.selectors.sentences import Line
from weicheng.work.reports.selectors.summary import assembled_summary

OFFICE = "创卫办"
MOST_CHARACTERS = 1000


def lines_of(campaign: Campaign, unit: Unit | None, period: Period, user: User) -> list[Line]:
    """What the records say now: of the unit, or, without one, of the whole campaign."""
    return assembled(campaign, unit, period) if unit is not None else assembled_summary(campaign, user, period)


def write_sentence(
    *, by: User, campaign: Campaign, unit: Unit | None, period: Period, source: str, part: str, text: str
) -> Report:
    """Other words for the sentence ``source``, or one of one's own (``source`` "own:…" or empty)."""
    check_user_can_write(by, unit)
    if not text.strip():
        raise Invalid("句子不能空着；不想写就点“不写这句”。", "text")
    if part not in Part.values:
        raise Invalid("没有这一部分。", "part")
    if len(text) > MOST_CHARACTERS:
        raise Invalid(f"一句最多{MOST_CHARACTERS}字，请分成几句。", "text")
    known = {line.key: line for line in lines_of(campaign, unit, period, by)}
    if source and source not in known and not _is_own(source):
        raise Invalid("这一句的来源已经撤销，不用再改。", "source")
    with transaction.atomic():
        report = _begun(by, campaign, unit, period)
        key = source or _said_already(report, part, text.strip()) or Edit.new_source()
        was = known[key].text if key in known else ""
        values = {
            "part": known[key].part if key in known else part,
            "text": text.strip(),
            "is_dropped": False,
            "by": by,
        }
        Edit.objects.update_or_create(report=report, source=key, defaults=values)
        _record(by, report, {"text": was}, {"text": text.strip()})
    return report


def drop_sentence(*, by: User, campaign: Campaign, unit: Unit | None, period: Period, source: str) -> Report:
    """Leave an assembled sentence out; take one of one's own away."""
    known = {line.key: line for line in lines_of(campaign, unit, period, by)}
    with transaction.atomic():
        report = _begun(by, campaign, unit, period)
        if source.startswith("own:"):
            report.edits.filter(source=source).delete()
        elif source in known:
            values = {"part": known[source].part, "is_dropped": True, "by": by}
            Edit.objects.update_or_create(report=report, source=source, defaults=values)
        was = known[source].text if source in known else ""
        _record(by, report, {"text": was}, {"text": ""})
    return report


def restore_sentences(*, by: User, campaign: Campaign, unit: Unit | None, period: Period) -> Report:
    """Every assembled sentence as the records say it; sentences of one's own stay."""
    with transaction.atomic():
        report = _begun(by, campaign, unit, period)
        report.edits.exclude(source__startswith="own:").delete()
        _record(by, report, {}, {"text": "恢复自动内容"})
    return report


def submit_report(*, by: User, campaign: Campaign, unit: Unit | None, period: Period) -> Report:
    """Hand in: the sentences of this moment are frozen with the rows they say. A second press gives the same report."""
    check_user_can_write(by, unit)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        there = _found(campaign, unit, period)
        if there is not None and there.state == ReportState.SUBMITTED:
            return there
        report = _begun(by, campaign, unit, period)
        lines = draft_lines(report, lines_of(campaign, unit, period, by))
        if not lines:
            raise Invalid("报告是空的。请先报进展，或写一句本期工作。")
        report.state, report.submitted_by, report.submitted_at = ReportState.SUBMITTED, by, timezone.now()
        report.on_behalf = unit is not None and is_office(by)
        report.save()
        Sentence.objects.bulk_create(
            Sentence(
                report=report, part=line.part, order=order, source=line.key, text=line.text,
                sources=[source.as_json() for source in line.sources],
            )
            for order, line in enumerate(lines)
        )  # fmt: skip
        settle(prefix=f"reports.returned.{report.pk}.")
        if unit is not None:
            settle(prefix=f"reports.missing.{campaign.pk}.{period.kind}.{period.first}.{unit.pk}.")
        audit.record(
            "reports.report.submitted",
            by=by,
            obj=report,
            after={"sentences": len(lines)},
            unit_id=unit.pk if unit else None,
        )
    return report


def return_report(*, by: User, report: Report, reason: str) -> Report:
    """The office asks for it again: the frozen sentences go, the unit's edits are still there."""
    if not reason.strip():
        raise Invalid("要写明原因，让单位知道改什么。", "reason")
    with transaction.atomic():
        current = Report.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=report.pk)
        check_user_can_return(by, current)
        before = {"sentences": list(current.sentences.values_list("text", flat=True))}
        current.sentences.all().delete()
        current.state, current.submitted_by, current.submitted_at = ReportState.DRAFT, None, None
        current.save()
        audit.record(
            "reports.report.returned", by=by, obj=current, before=before, reason=reason.strip(), unit_id=current.unit_id
        )
        if current.unit is not None:
            place = [current.unit_id, current.kind, current.starts_on.isoformat()]
            notify(
                to=liaisons_of([current.unit]), code="reports.returned",
                key=f"reports.returned.{current.pk}.{timezone.now().isoformat()}", title=f"请重新报送{current}",
                text=reason.strip(), url=reverse("reports:report", args=place), level=Level.YELLOW,
                campaign_id=current.campaign_id,
            )  # fmt: skip
    return current


@transaction.atomic
def remind_missing(*, by: User, campaign: Campaign, period: Period) -> int:
    """Tell the liaisons of units whose report is missing, once a day; how many units."""
    check_user_can_collect(by)
    check_can_work_in(campaign)
    units = list(missing_units(campaign, period))
    for unit in units:
        notify(
            to=liaisons_of([unit]), code="reports.missing",
            key=f"reports.missing.{campaign.pk}.{period.kind}.{period.first}.{unit.pk}.{timezone.localdate()}",
            title=f"请报送{unit}的{period.word}{Kind(period.kind).label}",
            text="内容已按报过的进展写好，看一遍、改一改就能报送。",
            url=reverse("reports:report", args=[unit.pk, period.kind, period.first.isoformat()]),
            level=Level.BLUE, campaign_id=campaign.pk,
        )  # fmt: skip
    if units:
        names = [str(unit) for unit in units]
        audit.record("reports.missing.reminded", by=by, obj=campaign, after={"period": period.word, "units": names})
    return len(units)


def _is_own(source: str) -> bool:
    """Whether it is a name that Edit.new_source gives."""
    try:
        return source.startswith("own:") and source == f"own:{UUID(source[4:])}"
    except ValueError:
        return False


def _said_already(report: Report, part: str, text: str) -> str:
    """The sentence of one's own that says the same: the form was sent twice."""
    same = report.edits.filter(source__startswith="own:", part=part, text=text)
    return same.values_list("source", flat=True).first() or ""


def _found(campaign: Campaign, unit: Unit | None, period: Period) -> Report | None:
    return Report.objects.filter(campaign=campaign, unit=unit, kind=period.kind, starts_on=period.first).first()


def _begun(by: User, campaign: Campaign, unit: Unit | None, period: Period) -> Report:
    """The report row, made with the first change; refused once it is handed in."""
    check_user_can_write(by, unit)
    check_can_work_in(campaign)
    report, _ = Report.objects.select_for_update(of=("self",)).get_or_create(
        campaign=campaign,
        unit=unit,
        kind=period.kind,
        starts_on=period.first,
        defaults={"ends_on": period.last, "unit_name": str(unit) if unit else OFFICE},
    )
    check_user_can_edit(by, report)
    return report


def _record(by: User, report: Report, before: dict[str, str], after: dict[str, str]) -> None:
    audit.record("reports.report.edited", by=by, obj=report, before=before, after=after, unit_id=report.unit_id)
