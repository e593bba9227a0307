"""Both versions side by side, when somebody saved while another wrote; nothing of either is lost."""

from __future__ import annotations

import difflib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from weicheng.ground.papers.services.merging import Clash, Superseded, print_of

MINE, THEIRS, BOTH = "mine", "theirs", "both"
OWN = ("csrfmiddlewaretoken", "version", "seen")
WHOLE, AROUND = 12, 2  # lines: so short a text is shown whole; so many stand around a difference
Lines = list[tuple[str, bool]]  # a line, and whether the other version lacks it


def clash_page(
    request: HttpRequest, found: Superseded, frame: dict[str, Any], title: str, joinable: frozenset[str]
) -> HttpResponse:
    """The page on which a person chooses, field by field. ``joinable``: fields where both can be kept, one after the other."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN and not name.startswith("choose-")
        for value in values
    ]
    context = {
        **frame,
        "title": title,
        "found": found,
        "clashes": [(one, *_beside(one), one.name in joinable) for one in found.clashes],
        "sent": sent,
    }
    return render(request, "papers/clash.html", context, status=409)


def chosen(
    request: HttpRequest, values: dict[str, Any], stored: dict[str, str], joinable: frozenset[str]
) -> dict[str, Any]:
    """The values as the person chose them: theirs are left alone, both are put one after the other."""
    found = dict(values)
    for name in values:
        choice = request.POST.get(f"choose-{name}")
        if choice == THEIRS:
            del found[name]
        elif choice == BOTH and name in joinable:
            found[name] = f"{stored[name].rstrip()}\n{values[name]}"
    return found


def prints(texts: dict[str, str]) -> dict[str, str]:
    """For the hidden field ``seen`` of a form."""
    return {name: print_of(text) for name, text in texts.items()}


def _beside(clash: Clash) -> tuple[Lines, Lines]:
    """Both texts by line, with the lines marked that only one of them has."""
    theirs, mine = clash.theirs.split("\n"), clash.mine.split("\n")
    same = (
        difflib.SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks() if len(theirs) < 2000 else []
    )
    left = {line for block in same for line in range(block.a, block.a + block.size)}
    right = {line for block in same for line in range(block.b, block.b + block.size)}
    return _near(theirs, left), _near(mine, right)


def _near(lines: list[str], same: set[int]) -> Lines:
    """The lines with a difference and what stands around them; the rest of a long text is only counted."""
    odd = [place for place in range(len(lines)) if place not in same]
    if len(lines) <= WHOLE or not odd:
        return [(line, place not in same) for place, line in enumerate(lines)]
    shown = {place for one in odd for place in range(one - AROUND, one + AROUND + 1)}
    found, left_out = [], 0
    for place, line in enumerate(lines):
        if place in shown:
            if left_out:
                found.append((f"……（两份相同的{left_out}行）", False))
            found.append((line, place not in same))
        left_out = 0 if place in shown else left_out + 1
    return found + ([(f"……（两份相同的{left_out}行）", False)] if left_out else [])
