"""What the scan of subjects notes down: who acts from where on, and who is named afterwards for what came before."""

from dataclasses import dataclass, field

from weicheng.engines.reader.rows import Owner
from weicheng.engines.reader.unit_names import Name, NameFinder


@dataclass(slots=True)
class Event:
    """From ``position`` on these people act, until the next event; ``own`` is False for a reset and for what is only carried."""

    position: int
    owners: tuple[Owner, ...]
    own: bool = True
    extra: bool = False  # adds to the event before it
    local: bool = False  # holds where it stands and is not carried on


@dataclass(slots=True)
class Afterwards:
    """Owners whom a sentence names last, for the text from ``start`` to ``end`` (…，由区城管局负责；…，各街道予以配合)."""

    start: int
    end: int
    owners: tuple[Owner, ...]


@dataclass(slots=True)
class Scan:
    """The state of the reading, and what it has noted."""

    text: str
    finder: NameFinder
    item: int = 0  # where the list entry or paragraph began
    sentence: int = 0
    segment: int = 0  # where the part of the sentence after the last ； began
    current: tuple[Owner, ...] = ()
    kinds: frozenset[str] = frozenset()
    unit: tuple[Owner, ...] = ()  # the last subject that is no holder of a post: such a one holds for one sentence only
    unit_kinds: frozenset[str] = frozenset()
    opened: bool = False  # the paragraph began with this subject
    leading: bool = False  # 由…牵头: the others of the sentence help
    founded: tuple[Owner, ...] = ()  # 下设办公室，负责…
    inspectors: tuple[Owner, ...] = ()
    posted: tuple[Owner, ...] = ()  # 聘请劝导员10名，每日巡查： who acts in the next clause
    shared: int = -1  # the sentence that shares the work out (领导包片、干部包村)
    called: bool = False  # the subject was only called on (…由物业清扫): it holds for its sentence
    intro: tuple[Owner, ...] = ()
    intro_kinds: frozenset[str] = frozenset()
    intro_style: str | None = None  # how the entries that it introduces are numbered
    events: list[Event] = field(default_factory=list)
    helpers: list[Afterwards] = field(default_factory=list)
    answerers: list[Afterwards] = field(default_factory=list)
    reports: list[Owner] = field(default_factory=list)

    def owners(self, names: list[Name], role: str = "lead") -> tuple[Owner, ...]:
        """Owners of names as the text writes them."""
        return tuple(Owner(self.text[name.start : name.end], role, name.start, name.end) for name in names)

    def note(
        self, position: int, owners: tuple[Owner, ...], own: bool = True, extra: bool = False, local: bool = False
    ) -> None:
        self.events.append(Event(position, owners, own, extra, local))

    def reset(self, position: int, to: tuple[Owner, ...] = ()) -> None:
        """Forget the subject at the start of a paragraph or list entry; what introduced the list holds for each entry."""
        self.current = self.unit = to
        self.kinds = self.unit_kinds = self.intro_kinds if to else frozenset()
        self.founded = self.inspectors = ()
        self.leading = False
        self.note(position, to, own=False)

    def drop_since(self, position: int) -> None:
        """Take back the subjects noted since ``position`` (县政府要求各镇…: the towns act)."""
        while self.events and self.events[-1].position >= position and self.events[-1].own:
            self.events.pop()

    def named_in_sentence(self) -> list[Event]:
        return (
            [e for e in self.events[-8:] if e.own and e.owners and e.position >= self.sentence] if self.current else []
        )
