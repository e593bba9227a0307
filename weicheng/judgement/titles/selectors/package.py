"""How the package of a bid stands: each paper present, missing, in the wrong format or without what it must say."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from weicheng.ground.evidence.models import Evidence
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import OfficialPaper, Paper
from weicheng.ground.papers.official_choices import OfficialState
from weicheng.judgement.titles.authority import authority
from weicheng.judgement.titles.choices import FileSource, SlotState
from weicheng.judgement.titles.formats import is_taken
from weicheng.judgement.titles.models import Bid, PackageFile, Slot
from weicheng.work.plans.models import Plan

MOST_FOUND = 20
_REQUIRED_DETAILS = (
    ("category", "类别"),
    ("issuer", "发文部门"),
    ("issued_on", "发文日期"),
    ("effective_on", "生效日期"),
)


@dataclass(slots=True)
class SlotLine:
    """One paper of the list with its files; ``files`` pairs each with whether the receiver takes its format."""

    number: int
    slot: Slot
    files: list[tuple[PackageFile, bool]]
    state: SlotState
    missing_details: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        return self.state.label if self.state != SlotState.MISSING or self.slot.is_required else "没有（可不交）"

    @property
    def going_out(self) -> list[PackageFile]:
        """What goes into the zip: the files that are taken; where none is, those that are there."""
        taken = [file for file, is_ok in self.files if is_ok]
        return taken or [file for file, _ in self.files]


@dataclass(slots=True)
class PackageState:
    """The whole list, and how much of what is required is ready."""

    lines: list[SlotLine]
    formats: tuple[str, ...]

    @property
    def required(self) -> list[SlotLine]:
        return [line for line in self.lines if line.slot.is_required]

    @property
    def ready(self) -> int:
        return sum(line.state == SlotState.PRESENT for line in self.required)

    @property
    def percent(self) -> int:
        return 100 * self.ready // len(self.required) if self.required else 0

    @property
    def files(self) -> int:
        return sum(len(line.files) for line in self.lines)

    @property
    def lacking(self) -> list[SlotLine]:
        return [line for line in self.required if line.state != SlotState.PRESENT]


def package_state(bid: Bid) -> PackageState:
    """Two queries for the list (slots, live files with their bytes) and one for conversions."""
    formats = authority(bid.authority).formats
    live = PackageFile.objects.filter(removed_at=None).select_related("file", "by").order_by("id")
    live = live.prefetch_related("conversions")
    slots = bid.slots.prefetch_related(Prefetch("files", live))
    return PackageState([_line(number, slot, formats) for number, slot in enumerate(slots, 1)], formats)


def _line(number: int, slot: Slot, formats: tuple[str, ...]) -> SlotLine:
    files = [(file, is_taken(file.file, formats)) for file in slot.files.all()]
    if not files:
        return SlotLine(number, slot, files, SlotState.MISSING)
    taken = [file for file, is_ok in files if is_ok]
    if not taken:
        return SlotLine(number, slot, files, SlotState.FORMAT)
    lacking = sorted({word for file in taken for word in missing_details(slot, file)})
    return SlotLine(number, slot, files, SlotState.DETAILS if lacking else SlotState.PRESENT, lacking)


def missing_details(slot: Slot, file: PackageFile) -> list[str]:
    """What a policy paper must say of itself and does not yet; nothing for other papers."""
    if not slot.is_policy:
        return []
    return [word for name, word in _REQUIRED_DETAILS if not getattr(file, name)]


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the campaign that may go into a slot."""

    source: str
    source_word: str
    pk: int
    name: str
    detail: str


def candidates(bid: Bid, user: User, slot: Slot, words: str = "") -> list[Found]:
    """Evidence, papers and plans whose title has one of the words (the slot's own, where none is typed)."""
    asked = words.split()[:5] or list(slot.words)
    match = Q()
    for word in asked:
        match |= Q(title__icontains=word[:40])
    found = []
    evidence = Evidence.objects.for_user(user).live().filter(match, campaign=bid.campaign).select_related("unit")
    for one in evidence[:MOST_FOUND]:
        detail = f"{one.get_kind_display()}{f'，{one.unit}' if one.unit else ''}"
        found.append(Found(FileSource.EVIDENCE, "佐证材料", one.pk, one.title, detail))
    papers = Paper.objects.for_user(user).current().filter(match, campaign=bid.campaign).exclude(file=None)
    for paper in papers.order_by("-issued_on")[:MOST_FOUND]:
        found.append(Found(FileSource.PAPER, "文书", paper.pk, paper.title, f"{paper.number} {paper.unit_name}"))
    issued = OfficialPaper.objects.filter(match, campaign=bid.campaign, state=OfficialState.ISSUED)
    for official in issued.select_related("entry").order_by("-on")[:MOST_FOUND]:
        detail = official.entry.number if official.entry else official.get_kind_display()
        found.append(Found(FileSource.OFFICIAL, "公文", official.pk, official.title, detail))
    plans = Plan.objects.filter(match, campaign=bid.campaign).only("pk", "title", "file_name")
    for plan in plans.order_by("-pk")[:MOST_FOUND]:
        found.append(Found(FileSource.PLAN, "方案", plan.pk, plan.title, plan.file_name))
    return found
