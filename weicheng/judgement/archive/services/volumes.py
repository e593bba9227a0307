"""Volumes are opened, described, and chosen over while they are open."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Chapter, Clause
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import Carrier, ChoiceVerb, WorkPart
from weicheng.judgement.archive.models import Volume, VolumeChoice, VolumeRegister
from weicheng.judgement.archive.selectors.contents import contents_of, things_by_source

FIRST_YEAR, LAST_YEAR = 1990, 2100
DESCRIBED = frozenset({"title", "thickness", "keeper", "checker", "note"})


@transaction.atomic
def open_volume(
    *,
    by: User,
    campaign: Campaign,
    chapter: Chapter,
    year: int,
    clause: Clause | None = None,
    part: str = "",
    carrier: str = Carrier.BOTH,
    unit: Unit | None = None,
) -> Volume:
    """A volume of a chapter or one of its clauses. Raises NotPossible where the same one is there already."""
    permissions.check_user_can_keep_archive(by, campaign)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(f"年度要在{FIRST_YEAR}到{LAST_YEAR}之间。", "year")
    if campaign.edition_id and chapter.edition_id != campaign.edition_id:
        raise Invalid("请从活动对照的标准里选章。", "chapter")
    if clause is not None and clause.chapter_id != chapter.pk:
        raise Invalid("条款不在这一章里。", "clause")
    if part and part not in WorkPart.values:
        raise Invalid("没有这个类别。", "part")
    if carrier not in Carrier.values:
        raise Invalid("没有这种载体。", "carrier")
    number = _next_number(campaign)
    query = {"campaign": campaign, "chapter": chapter, "clause": clause, "year": year, "part": part}
    same = Volume.objects.filter(**query, carrier=carrier, unit=unit, place=0).first()
    if same is not None:
        raise NotPossible(f"这一卷已经有了：{same.code} {same.title}。")
    volume = Volume.objects.create(
        **query,
        number=number,
        title=title_of(chapter, clause, year, part, unit),
        edition_id=chapter.edition_id,
        carrier=carrier,
        unit=unit,
        unit_name=unit.name if unit else "",
        keeper=by.name[:50],
        created_by=by,
    )
    audit.record("archive.volume.opened", by=by, obj=volume, after={"title": volume.title}, unit_id=volume.unit_id)
    return volume


@transaction.atomic
def open_chapters(*, by: User, campaign: Campaign, years: Sequence[int]) -> int:
    """A volume for every chapter of the campaign's standard and each of the years, where there is none yet; how many."""
    permissions.check_user_can_keep_archive(by, campaign)
    if campaign.edition is None:
        raise NotPossible("活动还没有选对照的标准，先在设置里选标准，再按章建卷。")
    _next_number(campaign, step=0)
    there = set(
        Volume.objects.filter(
            campaign=campaign, clause=None, part="", carrier=Carrier.BOTH, unit=None, place=0
        ).values_list("chapter", "year")
    )
    wanted = [
        (chapter, year)
        for chapter in campaign.edition.chapters.order_by("number")
        for year in sorted(set(years))
        if (chapter.pk, year) not in there
    ]
    for chapter, year in wanted:
        open_volume(by=by, campaign=campaign, chapter=chapter, year=year)
    return len(wanted)


@transaction.atomic
def describe_volume(*, by: User, volume: Volume, values: dict[str, str]) -> Volume:
    """Title, keeper, checker, thickness of the spine, and what the 备考表 says."""
    current = locked(volume)
    permissions.check_user_can_change_volume(by, current)
    before = {name: getattr(current, name) for name in DESCRIBED & values.keys()}
    for name in before:
        value = values[name].strip()
        if name == "thickness":
            if not value.isdecimal() or not 10 <= int(value) <= 100:
                raise Invalid("盒脊厚度是10到100毫米。", "thickness")
            current.thickness = int(value)
        else:
            limit: int | None = getattr(current._meta.get_field(name), "max_length", None)
            setattr(current, name, value[: limit or 2000])
    if not current.title:
        raise Invalid("题名不能空着。", "title")
    current.save(update_fields=list(before))
    after = {name: getattr(current, name) for name in before}
    if after != before:
        audit.record("archive.volume.changed", by=by, obj=current, before=before, after=after, unit_id=current.unit_id)
    return current


@transaction.atomic
def choose(*, by: User, volume: Volume, source: str, verb: str, reason: str = "") -> VolumeChoice | None:
    """Add a thing to the volume, leave one out (with the reason), or undo such a choice (verb "back")."""
    current = locked(volume)
    permissions.check_user_can_change_volume(by, current)
    if verb == "back":
        gone = VolumeChoice.objects.filter(volume=current, source=source).first()
        if gone is not None:
            gone.delete()
            _record_choice(by, current, "恢复", gone.title)
        return None
    found = things_by_source(current.campaign_id, [source])
    if not found:
        raise Invalid("没有这份材料，它可能已经撤下。", "source")
    if verb not in (ChoiceVerb.ADD, ChoiceVerb.LEAVE_OUT):
        raise Invalid("只能加入、不入卷或恢复。", "verb")
    if verb == ChoiceVerb.LEAVE_OUT and not reason.strip():
        raise Invalid("不入卷要写明原因。", "reason")
    choice, _ = VolumeChoice.objects.update_or_create(
        volume=current,
        source=source,
        defaults={"verb": verb, "reason": reason.strip()[:200], "title": found[0].title[:200], "by": by,
                  "position": None},
    )  # fmt: skip
    _record_choice(by, current, str(choice.get_verb_display()), choice.title, choice.reason)
    return choice


@transaction.atomic
def order_volume(*, by: User, volume: Volume, source: str, position: int) -> None:
    """Put one thing at a place; what was placed before keeps its own as far as that goes."""
    current = locked(volume)
    permissions.check_user_can_change_volume(by, current)
    things = contents_of(current)
    moved = next((thing for thing in things if thing.source == source), None)
    if moved is None:
        raise Invalid("这份材料不在卷里，请刷新后再排。", "source")
    position = min(max(position, 1), len(things))
    if position == moved.number:
        return
    rest = [thing for thing in things if thing.source != source]
    rest.insert(position - 1, moved)
    verbs = dict(VolumeChoice.objects.filter(volume=current).values_list("source", "verb"))
    # Every thing is placed now: a later arrival by query comes at the end, and what a person saw stays as it was.
    rows = [
        VolumeChoice(
            volume=current, source=thing.source, verb=verbs.get(thing.source, ChoiceVerb.KEEP), position=place,
            title=thing.title[:200], by=by,
        )
        for place, thing in enumerate(rest, 1)
    ]  # fmt: skip
    VolumeChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["volume", "source"], update_fields=["position", "by"]
    )
    audit.record(
        "archive.volume.ordered", by=by, obj=current, before={"number": moved.number},
        after={"title": moved.title, "number": position}, unit_id=current.unit_id,
    )  # fmt: skip


@transaction.atomic
def supplement(*, by: User, volume: Volume) -> Volume:
    """A new volume beside a sealed one, for what comes later: the sealed one is never opened again."""
    original = locked(volume)
    permissions.check_user_can_supplement(by, original)
    waiting = original.supplementary.exclude(seal__gt="").first()
    if waiting is not None:
        raise NotPossible(f"补充卷{waiting.code}还没有封卷，直接往里加就行。")
    place = original.supplementary.count() + 1
    try:
        made = Volume.objects.create(
            campaign=original.campaign, number=_next_number(original.campaign),
            title=f"{original.title[:180]}（补充卷{place}）", edition_id=original.edition_id,
            chapter_id=original.chapter_id, clause_id=original.clause_id, year=original.year, part=original.part,
            carrier=original.carrier, unit_id=original.unit_id, unit_name=original.unit_name, supplements=original,
            place=place, keeper=by.name[:50], created_by=by,
        )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible("补充卷刚刚建好了，请刷新。") from error
    audit.record("archive.volume.supplemented", by=by, obj=made, after={"supplements": original.code})
    return made


def title_of(chapter: Chapter, clause: Clause | None, year: int, part: str, unit: Unit | None) -> str:
    """2026年度 爱国卫生组织管理 第3条……（检查）区城管局"""
    subject = str(clause) if clause else chapter.title
    tail = f"（{WorkPart(part).label}材料）" if part else ""
    return f"{f'{unit} ' if unit else ''}{year}年度{subject}{tail}"[:200]


def locked(volume: Volume) -> Volume:
    """The volume as it stands now, locked."""
    return (
        Volume.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "sealing").get(pk=volume.pk)
    )


def _next_number(campaign: Campaign, step: int = 1) -> int:
    """The next number under the lock of the register until the transaction ends."""
    VolumeRegister.objects.get_or_create(campaign=campaign)
    register = VolumeRegister.objects.select_for_update().get(campaign=campaign)
    register.last += step
    if step:
        register.save(update_fields=["last"])
    return register.last


def _record_choice(by: User, volume: Volume, word: str, title: str, reason: str = "") -> None:
    Volume.objects.filter(pk=volume.pk).update(version=volume.version + 1)
    audit.record(
        "archive.volume.chosen", by=by, obj=volume, after={"decision": word, "title": title}, reason=reason,
        unit_id=volume.unit_id,
    )  # fmt: skip
