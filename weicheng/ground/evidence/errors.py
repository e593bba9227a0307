"""Why a file was not stored, or a change not made; each message is a sentence for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weicheng.ground.kernel.errors import NotPossible

if TYPE_CHECKING:
    from weicheng.ground.evidence.models import Evidence


class Outdated(NotPossible):
    """Somebody changed the evidence after the page was opened; ``now`` is how it stands."""

    def __init__(self, now: Evidence) -> None:
        super().__init__("这份材料在您打开页面以后有人改过。")
        self.now = now


class FileRefused(Exception):
    """The file was not stored and nothing of it was left behind."""


class FileTooLarge(FileRefused):
    pass


class FileEmpty(FileRefused):
    pass


class DiskFull(FileRefused):
    pass


class FileMissing(Exception):
    """The row is there but its bytes are not: the disk was tampered with or a restore is incomplete."""


class FileUnfit(FileRefused):
    """It is a program, an archive, encrypted, marked as classified, or nothing that could be evidence."""
