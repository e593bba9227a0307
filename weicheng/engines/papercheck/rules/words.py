"""Fonts and lengths as the rules speak of them."""

from __future__ import annotations

import re

from weicheng.engines.papercheck.lines import Line

SAID = 18  # characters of a line that a finding quotes


def is_fangsong(font: str) -> bool:
    return "仿宋" in font or "fangsong" in font.lower()


def is_kaiti(font: str) -> bool:
    return "楷" in font or "kaiti" in font.lower()


def is_heiti(font: str) -> bool:
    return "黑" in font or "simhei" in font.lower() or "stheiti" in font.lower()


def is_xiaobiaosong(font: str) -> bool:
    return "小标宋" in font or "xiaobiaosong" in font.lower() or "xbsj" in font.lower()


def is_songti(font: str) -> bool:
    return ("宋" in font and not is_fangsong(font) and not is_xiaobiaosong(font)) or font.lower() in (
        "simsun",
        "nsimsun",
        "stsong",
    )


def quoted(line: Line) -> str:
    text = re.sub(r"\s+", "", line.bare)
    return f"“{text[:SAID]}{'…' if len(text) > SAID else ''}”"


def font_of(line: Line) -> str:
    run = line.main()
    return run.font if run else ""


def size_of(line: Line) -> float:
    run = line.main()
    return run.size if run else line.size


def near(value: float, wanted: float, by: float) -> bool:
    return abs(value - wanted) <= by


def count(value: float) -> str:
    """2, 1.5: as people say it."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
