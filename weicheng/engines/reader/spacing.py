"""White space that cleaning closed up: it may part a heading from the text after it."""

from collections.abc import Callable

from weicheng.engines.reader.script import Clean
from weicheng.engines.reader.sentences import no_gap


def gaps(cleaned: Clean) -> Callable[[int], str]:
    """What white space of the original the cleaning took out before a character."""
    starts, raw = cleaned.starts, cleaned.raw
    if isinstance(starts, range):
        return no_gap

    def before(i: int) -> str:
        left, right = starts[i - 1] + 1, starts[i]
        return raw[left:right] if right > left and raw[left:right].isspace() else ""

    return before
