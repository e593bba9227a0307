"""The list of papers and the countdown, read once from library/*.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from weicheng.judgement.titles.authority_schema import Basis, load_lines

FOLDER = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class SlotPattern:
    key: str
    name: str
    objects: tuple[str, ...]
    is_required: bool
    is_policy: bool
    most: int | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountdownPattern:
    key: str
    name: str
    number: int
    unit_of: str  # day, workday
    watch: str


@lru_cache(maxsize=1)
def slot_patterns() -> tuple[Basis, tuple[SlotPattern, ...]]:
    """Every paper that is asked of a city, county or town, and where the list comes from."""
    raw = load_lines(FOLDER / "declarations.yaml")
    basis = Basis(raw["confidence"], raw["source"], raw["reference"])
    found = tuple(
        SlotPattern(
            one["key"],
            one["name"],
            tuple(one["objects"]),
            one.get("required", True),
            one.get("is_policy", False),
            one.get("most"),
            tuple(one["words"]),
        )
        for one in raw["slots"]
    )
    return basis, found


def slots_for(package_object: str) -> list[SlotPattern]:
    """The papers of one kind of object; none where the library knows no list (villages, units)."""
    return [one for one in slot_patterns()[1] if package_object in one.objects]


@lru_cache(maxsize=1)
def countdown_patterns() -> tuple[CountdownPattern, ...]:
    raw = load_lines(FOLDER / "countdown.yaml")
    return tuple(
        CountdownPattern(
            one["key"],
            one["name"],
            one["days"] if "days" in one else one["workdays"],
            "day" if "days" in one else "workday",
            one.get("watch", ""),
        )
        for one in raw["items"]
    )
