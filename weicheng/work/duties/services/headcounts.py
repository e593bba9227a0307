"""How many people each unit sends: the rule as the paper has it, what the office settles, and the head-counts of the units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from weicheng.engines.worktime.headcounts import Band, problems, read_bands
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import Unit, User
from weicheng.work.duties.models import Duty, HeadcountRule, UnitHeadcount
from weicheng.work.duties.permissions import check_user_can_keep_headcounts
from weicheng.work.duties.services.generation import generate


def create_headcount_rule(*, by: User, campaign: Campaign, name: str, words: str) -> HeadcountRule:
    """The rule of a paper's sentence, gaps and overlaps and all: nothing is guessed."""
    check_user_can_keep_headcounts(by, campaign)
    bands = read_bands(words)
    if not name.strip():
        raise Invalid("请给规则起个名字。", "name")
    if not bands:
        raise Invalid("没有读出分档，请写成“5人以下1人，5-10人3人，15人以上4人”这样。", "words")
    with transaction.atomic():
        rule = HeadcountRule.objects.create(
            campaign=campaign, name=name.strip()[:100], words=words.strip(), bands=_stored(bands)
        )
        audit.record("duties.headcount_rule.created", by=by, obj=rule, after={"bands": rule.bands})
    return rule


def settle_bands(*, by: User, rule: HeadcountRule, bands: Sequence[Band], version: int) -> HeadcountRule:
    """The office closes the gaps and overlaps; what is still to come follows. Refused while a head-count has no one answer."""
    left = problems(bands)
    if left:
        raise Invalid("还没有定下来：" + "".join(str(problem) for problem in left), "bands")
    if any(not 0 <= band.people <= 999 for band in bands):
        raise Invalid("派几人请填0到999。", "bands")
    with transaction.atomic():
        locked = HeadcountRule.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=rule.pk)
        check_user_can_keep_headcounts(by, locked.campaign)
        if locked.version != version:
            raise NotPossible("别人刚改过这条规则，您的修改没有写入，请看过以后再改。")
        before = locked.bands
        locked.bands, locked.version = _stored(bands), locked.version + 1
        locked.settled_by, locked.settled_at = by, timezone.now()
        locked.save(update_fields=["bands", "version", "settled_by", "settled_at"])
        audit.record(
            "duties.headcount_rule.changed", by=by, obj=locked, before={"bands": before}, after={"bands": locked.bands}
        )
        _follow(Duty.objects.filter(headcount_rule=locked))
    return locked


def set_headcounts(*, by: User, campaign: Campaign, people: Mapping[Unit, int | None]) -> int:
    """How many people work in each unit (None: not known any more); how many were changed."""
    check_user_can_keep_headcounts(by, campaign)
    if any(number is not None and not 1 <= number <= 99999 for number in people.values()):
        raise Invalid("单位人数请填1到99999。", "people")
    with transaction.atomic():
        known = dict(UnitHeadcount.objects.filter(unit__in=people).values_list("unit_id", "people"))
        changed = {unit: number for unit, number in people.items() if known.get(unit.pk) != number}
        for unit, number in changed.items():
            if number is None:
                UnitHeadcount.objects.filter(unit=unit).delete()
            else:
                UnitHeadcount.objects.update_or_create(unit=unit, defaults={"people": number})
        events = [(unit, {"people": known.get(unit.pk)}, {"people": number}) for unit, number in changed.items()]
        audit.record_many("duties.headcounts.set", events, by=by, campaign_id=campaign.pk)
        if changed:
            _follow(Duty.objects.filter(headcount_rule__campaign=campaign))
    return len(changed)


def _follow(duties: object) -> None:
    for duty in duties.live().order_by("pk"):  # type: ignore[attr-defined]
        generate(duty, timezone.localdate())


def _stored(bands: Sequence[Band]) -> list[dict[str, int | None]]:
    return [{"low": band.low, "high": band.high, "people": band.people} for band in bands]
