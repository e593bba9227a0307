"""Series and their register: numbers are given under a lock, entered by hand, made void; a number given is never given again."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.services import settle
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import OfficialPaper, RegisterEntry, Series, SeriesYear
from weicheng.ground.papers.official_choices import OfficialKind, OfficialState
from weicheng.ground.papers.official_permissions import check_user_can_keep_books, check_user_can_void_number
from weicheng.ground.papers.services import evidencing
from weicheng.ground.papers.services.incoming import reopen_answered_by
from weicheng.ground.papers.services.telling import sent_key

OLDEST = 5  # years before the campaign: an older paper is a year mistyped
LARGEST = 99999


@transaction.atomic
def save_series(
    *,
    by: User,
    campaign: Campaign,
    body: str,
    code: str,
    kinds: list[str],
    mark: str = "",
    series: Series | None = None,
) -> Series:
    """Add a code, or change one. A code that has given numbers keeps its letters."""
    check_user_can_keep_books(by, campaign)
    body, code = body.strip(), code.strip()
    chosen = [kind for kind in OfficialKind.values if kind in kinds]
    if not body:
        raise Invalid("请写发文机关。", "body")
    if not chosen:
        raise Invalid("请至少选一个文种。", "kinds")
    if Series.objects.filter(campaign=campaign, code=code).exclude(pk=series.pk if series else 0).exists():
        raise Invalid(f"机关代字“{code}”已经登记过。", "code")
    if series is not None and series.code != code and series.entries.exists():
        raise NotPossible(f"“{series.code}”已经编过号，代字不能再改；请另加一个。")
    kept = series or Series(campaign=campaign, order=Series.objects.filter(campaign=campaign).count())
    kept.body, kept.code, kept.kinds, kept.mark = body[:60], code, chosen, mark.strip()[:60]
    try:
        kept.full_clean(exclude=["campaign"], validate_unique=False, validate_constraints=False)
    except Exception as error:
        raise Invalid("机关代字用1到20个汉字或字母，不带年份、括号。", "code") from error
    kept.save()
    audit.record("papers.series.saved", by=by, obj=kept, after={"body": kept.body, "code": code, "kinds": chosen})
    return kept


@transaction.atomic
def switch_series(*, by: User, series: Series) -> Series:
    """Out of use, or in use again."""
    check_user_can_keep_books(by, series.campaign)
    series.is_active = not series.is_active
    series.save(update_fields=["is_active"])
    audit.record("papers.series.saved", by=by, obj=series, after={"is_active": series.is_active})
    return series


def give_number(*, by: User, paper: OfficialPaper, on: date) -> RegisterEntry:
    """The next number of the paper's series for the year of ``on``. Call inside the transaction that issues the paper: if that
    fails, the number was never given."""
    assert paper.series is not None
    year = _locked(paper.series, on.year)
    year.last += 1
    year.save(update_fields=["last"])
    return RegisterEntry.objects.create(
        series=paper.series,
        year=on.year,
        serial=year.last,
        number=paper.series.number(on.year, year.last),
        title=paper.title.replace("\n", ""),
        kind=paper.kind,
        on=on,
        addressees=paper.addressees,
        by=by,
    )


@transaction.atomic
def enter_number(
    *, by: User, series: Series, serial: int, on: date, title: str, kind: str, addressees: str = ""
) -> RegisterEntry:
    """A paper that was made outside: its number takes its place in the register and is not given again."""
    check_user_can_keep_books(by, series.campaign)
    if not title.strip():
        raise Invalid("请写标题。", "title")
    if kind not in OfficialKind.values:
        raise Invalid("请选文种。", "kind")
    if not 1 <= serial <= LARGEST:
        raise Invalid(f"序号是1到{LARGEST}的整数。", "serial")
    if on > timezone.localdate():
        raise Invalid("成文日期不能晚于今天。", "on")
    first = series.campaign.starts_on.year - OLDEST
    if on.year < first:
        raise Invalid(f"成文日期是{on.year}年，这本登记簿只登{first}年以来的，请检查年份。", "on")
    year = _locked(series, on.year)
    taken = RegisterEntry.objects.filter(series=series, year=on.year, serial=serial).first()
    if taken is not None:
        raise Invalid(f"{taken.number}已经登记给《{taken.title}》。", "serial")
    year.last = max(year.last, serial)
    year.save(update_fields=["last"])
    try:
        with transaction.atomic():
            entry = RegisterEntry.objects.create(
                series=series, year=on.year, serial=serial, number=series.number(on.year, serial), title=title.strip()[:200],
                kind=kind, on=on, addressees=addressees.strip()[:500], is_outside=True, by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise Invalid(f"{series.number(on.year, serial)}刚被别人登记了。", "serial") from error
    audit.record("papers.number.entered", by=by, obj=entry, after={"number": entry.number, "title": entry.title},
                 campaign_id=series.campaign_id)  # fmt: skip
    return entry


@transaction.atomic
def void_number(*, by: User, entry: RegisterEntry, reason: str) -> RegisterEntry:
    """The number stays in the register with its reason; the paper that bears it, if it was made here, is void with it."""
    current = RegisterEntry.objects.select_for_update(of=("self",)).select_related("series__campaign").get(pk=entry.pk)
    check_user_can_void_number(by, current)
    if not reason.strip():
        raise Invalid("作废要写明原因。", "reason")
    current.void_reason, current.voided_at = reason.strip()[:200], timezone.now()
    current.save(update_fields=["void_reason", "voided_at"])
    paper = OfficialPaper.objects.select_for_update(of=("self",)).select_related("entry").filter(entry=current).first()
    if paper is not None:
        paper.state = OfficialState.VOID
        paper.save(update_fields=["state", "changed_at"])
        evidencing.withdraw_paper(paper, by, current.void_reason)
        settle(key=sent_key(paper))
        reopen_answered_by(by=by, paper=paper, reason=current.void_reason)
    audit.record("papers.number.voided", by=by, obj=paper or current, after={"number": current.number},
                 reason=current.void_reason, campaign_id=current.series.campaign_id)  # fmt: skip
    return current


def _locked(series: Series, year: int) -> SeriesYear:
    """The row of the year, locked until the transaction ends."""
    SeriesYear.objects.get_or_create(series=series, year=year)
    return SeriesYear.objects.select_for_update().get(series=series, year=year)
