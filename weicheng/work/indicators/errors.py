"""Why a value was not taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weicheng.ground.kernel.errors import Invalid, NotPossible

if TYPE_CHECKING:
    from weicheng.work.indicators.models import ValueEntry


class Faulty(Invalid):
    """Values that cannot be taken: every fault with the field it is in."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("".join(sentence for _, sentence in faults), faults[0][0])
        self.faults = list(faults)


class Doubtful(Invalid):
    """Values that can hardly be: they are taken with a reason."""

    def __init__(self, doubts: Sequence[str]) -> None:
        super().__init__(f"{'；'.join(doubts)}。如果没有错，请写明原因再存。", "reason")
        self.doubts = list(doubts)


class Outdated(NotPossible):
    """Somebody filled the same figure after the page was opened; ``now`` is what stands there."""

    def __init__(self, now: ValueEntry | None) -> None:
        super().__init__("这个数在您打开页面以后有人填过。")
        self.now = now
