"""Whole numbers as addresses and forms send them."""

_MOST_DIGITS = 18  # what fits into a database's big integer


def whole(text: str | None) -> int | None:
    """The number; None for anything else, also for one that is too long to be an id of ours."""
    return int(text) if text and text.isdecimal() and len(text) <= _MOST_DIGITS else None
