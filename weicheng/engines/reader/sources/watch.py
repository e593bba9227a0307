"""How a caller follows a reading and stops it, and how much a reading may take."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

MEGABYTE = 1 << 20


class ReadingCancelled(Exception):
    """The caller's ``cancelled()`` said yes: nothing was kept."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost before it is refused; sizes in bytes."""

    file: int = 100 * MEGABYTE
    unpacked: int = 400 * MEGABYTE  # all members of a zip together
    part: int = 64 * MEGABYTE  # one XML part, which takes about ten times that in memory
    ratio: int = 200  # unpacked : packed, asked once a zip unpacks to more than 20 MB
    members: int = 5000  # entries of a zip
    papers: int = 300  # documents in a zip of papers
    characters: int = 10_000_000
    paragraphs: int = 400_000  # an object each: a small file can ask for millions
    tags: int = 3_000_000  # of one XML part or page, each of which becomes a node
    pages: int = 3000
    cells: int = 2_000_000  # of one sheet, empty ones included
    pixels: int = 120_000_000  # of one image


DEFAULT_LIMITS = Limits()

TOO_LONG = "文件里的文字太多，超出了一份方案的篇幅，请拆成几份再上传。"


@dataclass(slots=True)
class Watch:
    """Passes progress on and asks often whether to stop."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None

    def check(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise ReadingCancelled

    def step(self, done: int, total: int, what: str) -> None:
        """Say that ``done`` of ``total`` are finished; raises ReadingCancelled where the caller wants to stop."""
        self.check()
        if self.progress is not None:
            self.progress(done, total, what)
