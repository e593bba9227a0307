"""The keys that pages make, so that the same form sent twice is one row."""

from __future__ import annotations

from uuid import UUID, uuid4

from weicheng.ground.kernel.keys import GARBAGE, BadKey


def uuid_in(text: str | None) -> UUID | None:
    """The key; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def key_of(text: str | None) -> UUID:
    """The key that the page made; a new one where it sent none. Raises BadKey for what no page of ours makes."""
    if not text:
        return uuid4()
    key = uuid_in(text)
    if key is None:
        raise BadKey(GARBAGE)
    return key


def key_again(text: str | None, problem: Exception | None) -> UUID:
    """The key of the same form shown again: the one that was sent, unless that was at fault."""
    return (None if isinstance(problem, BadKey) else uuid_in(text)) or uuid4()
