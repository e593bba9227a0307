"""Thing: whatever can lie in a volume, in one shape, wherever it comes from; Query: which of them a volume asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from weicheng.judgement.archive.choices import SourceKind, WorkPart


@dataclass(frozen=True, slots=True)
class FileRef:
    """A stored file as part of a thing."""

    pk: int
    sha256: str
    size: int
    name: str
    media_type: str


@dataclass(slots=True)
class Thing:
    """``files`` is empty for what is written when the volume is sealed (reports, minutes): ``is_written`` is then True."""

    kind: SourceKind
    pk: int
    title: str
    part: WorkPart
    on: date | None = None
    year: int | None = None
    unit_id: int | None = None
    unit_name: str = ""
    person: str = ""
    place: str = ""
    paper_number: str = ""
    url: str = ""
    files: tuple[FileRef, ...] = ()
    behind: tuple[FileRef, ...] = ()  # the request that a reply answers: one 件 with it, no part of the volume's thing
    is_written: bool = False
    clauses: frozenset[int] = frozenset()
    given: date | None = None  # the day it was handed in
    detail: str = ""  # the kind of the evidence or of the paper; what it is kept for goes by it

    # Set when the contents of a volume are put together.
    number: int = 0
    is_added: bool = False
    is_placed: bool = False
    own_title: str = ""  # where ``title`` was lengthened, see titling.py

    @property
    def source(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def kind_word(self) -> str:
        return str(self.kind.label)

    @property
    def part_word(self) -> str:
        return str(self.part.label)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Query:
    """``clauses`` None: of any clause or none. ``units`` None: of any unit. ``only``: just these keys of the provider's rows,
    whatever else is asked."""

    campaign_id: int
    clauses: frozenset[int] | None = None
    years: tuple[int, ...] = ()
    part: str = ""
    units: frozenset[int] | None = None
    only: frozenset[int] | None = field(default=None)
    words: str = ""  # in the title


def split_source(source: str) -> tuple[SourceKind, int]:
    """Raises ValueError for what is no source of ours."""
    kind, _, number = source.partition(":")
    if not number.isdecimal() or len(number) > 18:
        raise ValueError(source)
    return SourceKind(kind), int(number)
