"""A value is filled, submitted, taken back. Nothing that was checked is ever changed: a correction is another entry."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.notices.models import Notice
from weicheng.ground.notices.services import notify, office_people, settle
from weicheng.ground.org.access import is_office
from weicheng.ground.org.heirs import answers_for
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators import policies
from weicheng.work.indicators.choices import Span, State
from weicheng.work.indicators.errors import Doubtful, Outdated
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.permissions import check_may_fill, check_user_can_take_back
from weicheng.work.indicators.reading import Period, Read, Typed, doubts_of, read_typed
from weicheng.work.indicators.saying import value_words
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.targets import Asked

_TEXTS = (("scope", 20), ("source_number", 60), ("source_title", 200), ("note", 500), ("reason", 300))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A value that may be written: the numbers, what was asked about it, the checked value that it corrects."""

    asked: Asked
    read: Read
    doubts: list[str]
    corrects: ValueEntry | None
    filled_unit: Unit | None
    on_behalf: bool


def prepare(*, by: User, board: Board, asked: Asked, period: Period, typed: Typed, submit: bool = True) -> Prepared:
    """Everything that is asked of a value before it is written. Raises Faulty, Doubtful, Invalid, NotAllowed, NotPossible."""
    owner = board.owners.get(asked.indicator.pk)
    _check_period(asked, period)
    check_may_fill(by, board.campaign, asked.indicator, owner, period.subject)
    read = read_typed(asked, period, typed, board.today)
    slots = board.entries.get(asked.indicator.pk, {})
    waiting = board.waiting.get((asked.indicator.pk, period.slot))
    if submit:
        _check_complete(asked, read, typed)
        if waiting is not None:
            raise NotPossible(
                f"{waiting.period_words}已有{waiting.filled_by}填的{value_words(waiting, asked)}在等审核，"
                "要改请先收回或由创卫办退回。"
            )
    _check_evidence(by, board.campaign, typed.evidence)
    before = slots.get(period.slot)
    corrects = before if before is not None and before.state == State.CHECKED else None
    if submit and corrects is not None and _is_same(corrects, read, typed):
        raise NotPossible(f"和已经审核的{value_words(corrects, asked)}一样，不用再填。")
    last = slots.get((period.year - 1, str(period.span), period.number, period.slot[3]))
    doubts = doubts_of(read, last, board.today)
    if corrects is not None and submit:
        doubts = [f"已有审核过的{value_words(corrects, asked)}，这次是更正", *doubts]
    if doubts and not typed.reason.strip():
        raise Doubtful(doubts)
    unit = owner.unit if owner is not None else None
    filled_unit = period.subject if period.subject is not None and answers_for(by, period.subject) else unit
    on_behalf = is_office(by) and (filled_unit is None or not answers_for(by, filled_unit))
    return Prepared(asked, read, doubts, corrects, filled_unit, on_behalf)


def save_value(
    *,
    by: User,
    campaign: Campaign,
    indicator: Indicator,
    period: Period,
    typed: Typed,
    key: UUID,
    submit: bool = True,
    board: Board | None = None,
    seen: str | None = None,
) -> ValueEntry:
    """Write a draft, or hand the value in. The same key again gives the entry that it made.

    ``seen`` is the stamp of what the page showed for this figure ("" for none): Outdated if something else stands there.
    Raises Faulty (impossible), Doubtful (improbable, without a reason), Invalid, NotAllowed, NotPossible.
    """
    policies.check_has_edition(campaign)
    made = ValueEntry.objects.filter(key=key).first()
    if made is not None and made.state != State.DRAFT:
        if (made.filled_by_id, made.campaign_id, made.indicator_id) != (by.pk, campaign.pk, indicator.pk):
            raise BadKey
        return made
    if made is not None and made.filled_by_id == by.pk:
        seen = None  # one's own draft, pressed twice
    board = board or Board(campaign)
    asked = asked_in(board, indicator)
    if seen is not None:
        _check_seen(seen, standing(board, indicator, period))
    prepared = prepare(by=by, board=board, asked=asked, period=period, typed=typed, submit=submit)
    try:
        with transaction.atomic():
            return _write(by, campaign, indicator, period, typed, key, prepared, submit, seen)
    except IntegrityError as error:
        raise NotPossible("别人刚填了同一个数，请刷新页面看过再填。") from error


def asked_in(board: Board, indicator: Indicator) -> Asked:
    """What the campaign's edition asks of the indicator; NotPossible where it asks nothing."""
    found = next((one for one in board.asked if one.indicator.pk == indicator.pk), None)
    if found is None:
        raise NotPossible(f"活动对照的标准没有要求“{indicator}”，不用填。")
    return found


def standing(board: Board, indicator: Indicator, period: Period) -> ValueEntry | None:
    """What a page shows for the figure: the draft, else what was handed in or checked."""
    draft = ValueEntry.objects.filter(
        campaign=board.campaign, indicator=indicator, year=period.year, span=period.span, number=period.number,
        subject=period.subject, state=State.DRAFT,
    ).select_related("filled_by").first()  # fmt: skip
    return draft or board.entries.get(indicator.pk, {}).get(period.slot)


def _check_seen(seen: str, now: ValueEntry | None) -> None:
    if seen != (now.stamp if now is not None else ""):
        raise Outdated(now)


def take_back(*, by: User, entry: ValueEntry) -> ValueEntry:
    """Before it is checked the unit may have it back as a draft."""
    with transaction.atomic():
        locked = locked_entry(entry.pk)
        check_user_can_take_back(by, locked)
        if ValueEntry.objects.filter(**_slot_of(locked), state=State.DRAFT).exists():
            raise NotPossible("这一期另有一份草稿，请先提交那一份，或在那一份上改。")
        locked.state, locked.version = State.DRAFT, locked.version + 1
        locked.save(update_fields=["state", "version"])
        audit.record("indicators.value.taken_back", by=by, obj=locked, unit_id=locked.filled_unit_id)
    return locked


def locked_entry(pk: int) -> ValueEntry:
    found = ValueEntry.objects.select_for_update(of=("self",)).select_related(
        "campaign", "indicator__edition", "subject", "filled_by", "filled_unit"
    )
    return found.get(pk=pk)


def _write(
    by: User,
    campaign: Campaign,
    indicator: Indicator,
    period: Period,
    typed: Typed,
    key: UUID,
    prepared: Prepared,
    submit: bool,
    seen: str | None,
) -> ValueEntry:
    slot = {
        "campaign": campaign,
        "indicator": indicator,
        "year": period.year,
        "span": period.span,
        "number": period.number,
        "subject": period.subject,
    }
    draft = ValueEntry.objects.select_for_update(of=("self",)).filter(**slot, state=State.DRAFT).first()
    if draft is not None and seen is not None:
        _check_seen(seen, draft)  # once more, under the lock
    entry = draft or ValueEntry(key=key, **slot)
    claim, read = prepared.read.claim, prepared.read
    entry.value, entry.places, entry.grade = claim.value, read.places, read.grade
    entry.numerator, entry.denominator, entry.yardstick = claim.numerator, claim.denominator, claim.yardstick
    for name, length in _TEXTS:
        setattr(entry, name, " ".join(getattr(typed, name).split())[:length])
    entry.scope = entry.scope or indicator.scope
    entry.measured_on, entry.evidence, entry.source_on = typed.measured_on, typed.evidence, typed.source_on
    entry.doubts, entry.corrects = prepared.doubts, prepared.corrects
    entry.filled_by, entry.filled_unit, entry.on_behalf = by, prepared.filled_unit, prepared.on_behalf
    entry.filled_at, entry.state = timezone.now(), State.SUBMITTED if submit else State.DRAFT
    entry.return_reason = ""
    entry.key, entry.version = key, (entry.version + 1 if draft else 1)
    entry.save()
    action = "indicators.value.submitted" if submit else "indicators.value.drafted"
    audit.record(action, by=by, obj=entry, after=_shown(entry, prepared.asked), reason=entry.reason,
                 unit_id=entry.filled_unit_id)  # fmt: skip
    if submit:
        _settle_returned(slot)
        _tell_office(campaign)
    return entry


def _settle_returned(slot: dict[str, object]) -> None:
    """A better figure was handed in: its unit is not asked any more to mend the one that was sent back."""
    back = ValueEntry.objects.filter(**slot, state=State.RETURNED).values_list("pk", "version")
    settle(keys=[f"indicators.returned:{pk}:{version}" for pk, version in back])


def _tell_office(campaign: Campaign) -> None:
    """Once a day, whatever the number of figures; again, once those of the day were all looked at."""
    day = f"indicators.submitted:{campaign.pk}:{timezone.localdate()}"
    rounds = (
        Notice.objects.filter(key__startswith=day).exclude(settled_at=None).order_by().values("key").distinct().count()
    )
    notify(
        to=office_people(),
        code="indicators.submitted",
        key=f"{day}:{rounds}",
        title="有指标数据待审核",
        text="各单位今天报来的指标数据，请另一个人核对来源后审核。",
        url=reverse("indicators:checking"),
        campaign_id=campaign.pk,
    )


def _check_period(asked: Asked, period: Period) -> None:
    if not 1 <= period.year <= 9999:
        raise Invalid("年度不对。", "year")
    if asked.is_per_unit and period.subject is None:
        raise Invalid("这个指标要按街道（乡、镇）填，请选是哪一个。", "subject")
    if not asked.is_per_unit and period.subject is not None:
        raise Invalid("这个指标填全辖区的数，不分街道（乡、镇）。", "subject")
    if asked.is_per_unit and period.span != Span.YEAR:
        raise Invalid("按街道（乡、镇）填的数只填全年的。", "span")


def _check_complete(asked: Asked, read: Read, typed: Typed) -> None:
    if read.is_empty:
        raise Invalid("还没有填数。没有数就先别提交，可以存草稿。", "value")
    if asked.needs_yardstick and read.claim.yardstick is None:
        name = "当地区域卫生规划的值" if asked.target.judge == "GE_LOCAL_PLAN" else "全省平均值"
        raise Invalid(f"这个指标要和{name}比，请一起填。", "yardstick")
    if not typed.has_source:
        raise Invalid("请写明数从哪里来：文件或报表的名称、文号，或者选一份佐证材料。", "source_title")


def _check_evidence(by: User, campaign: Campaign, evidence: Evidence | None) -> None:
    if evidence is None:
        return
    seen = Evidence.objects.for_user(by).live().filter(pk=evidence.pk, campaign=campaign)
    if not seen.exists():
        raise Invalid("没有找到这份佐证材料，请重新选。", "evidence")


def _is_same(entry: ValueEntry, read: Read, typed: Typed) -> bool:
    claim = read.claim
    numbers = (entry.value, entry.grade, entry.numerator, entry.denominator, entry.yardstick)
    texts = (entry.source_number, entry.source_title, entry.evidence_id)
    given = (typed.source_number.strip(), typed.source_title.strip(), typed.evidence.pk if typed.evidence else None)
    return numbers == (claim.value, read.grade, claim.numerator, claim.denominator, claim.yardstick) and texts == given


def _slot_of(entry: ValueEntry) -> dict[str, object]:
    names = ("campaign_id", "indicator_id", "year", "span", "number", "subject_id")
    return {name: getattr(entry, name) for name in names}


def _shown(entry: ValueEntry, asked: Asked) -> dict[str, object]:
    said: dict[str, object] = {"value": value_words(entry, asked), "source": entry.source_title or entry.source_number}
    for name in ("numerator", "denominator", "yardstick"):
        if getattr(entry, name) is not None:
            said[name] = str(getattr(entry, name))
    return said
