"""The keys that pages make, so that the same form sent twice is one row."""

from __future__ import annotations

from uuid import UUID, uuid4


def uuid_in(text: str | None) -> UUID | None:
    """The key; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def key_of(text: str | None) -> UUID:
    """The key that the page made; a new one for anything else."""
    return uuid_in(text) or uuid4()
