"""The list of papers and the countdown, read once from library/*.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from weicheng.judgement.titles.authority_schema import OWN, Basis, load_lines
from weicheng.judgement.titles.choices import Purpose

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
    purposes: tuple[str, ...] = tuple(Purpose.values)
    is_own: bool = False  # added by us, asked for by no source


@dataclass(frozen=True, slots=True)
class ListBasis:
    """Where the list of papers for one purpose comes from, and what a person should know who uses it."""

    basis: Basis
    note: str


@dataclass(frozen=True, slots=True)
class CountdownPattern:
    key: str
    name: str
    number: int
    unit_of: str  # day, workday
    watch: str


@lru_cache(maxsize=1)
def list_bases() -> dict[str, ListBasis]:
    """By purpose."""
    raw = load_lines(FOLDER / "declarations.yaml")["purposes"]
    return {
        purpose: ListBasis(
            Basis(raw[purpose]["confidence"], raw[purpose]["source"], raw[purpose]["reference"]),
            raw[purpose].get("note", ""),
        )
        for purpose in Purpose.values
    }


@lru_cache(maxsize=1)
def slot_patterns() -> tuple[SlotPattern, ...]:
    """Every paper that may be asked of a city, county or town."""
    raw = load_lines(FOLDER / "declarations.yaml")
    return tuple(
        SlotPattern(
            one["key"],
            one["name"],
            tuple(one["objects"]),
            one.get("required", True),
            one.get("is_policy", False),
            one.get("most"),
            tuple(one["words"]),
            tuple(one.get("purposes", Purpose.values)),
            one.get("basis") == OWN,
        )
        for one in raw["slots"]
    )


def slots_for(package_object: str, purpose: str) -> list[SlotPattern]:
    """The papers of one kind of object for one purpose; none where the library knows no list (villages, units)."""
    return [one for one in slot_patterns() if package_object in one.objects and purpose in one.purposes]


def own_slots() -> frozenset[str]:
    """Keys of the papers that we added ourselves."""
    return frozenset(one.key for one in slot_patterns() if one.is_own)


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
