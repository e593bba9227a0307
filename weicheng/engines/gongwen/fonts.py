"""Fonts by name, and what stands in for one that a machine lacks.

The fonts that the standard means are not free: none is shipped. A paper names them all the same, so that an office that has
them gets them; where a PDF is made here, a free font of the Noto family stands in and the page says so.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Font:
    """``free``: a font of the Noto family, which anybody may install; ``family`` and ``panose`` help a program to choose.

    ``like``: other names under which the same design is installed. ``stand_in``: the free family in our own folder.
    """

    name: str
    free: str
    family: str
    panose: str
    like: tuple[str, ...] = ()
    stand_in: str = "Noto Serif SC"
    bold: bool = False


XIAOBIAOSONG = Font(
    "方正小标宋简体", "Noto Serif CJK SC", "auto", "02010601030101010101",
    ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "小标宋体"), bold=True,
)  # fmt: skip
FANGSONG = Font(
    "仿宋_GB2312", "Noto Serif CJK SC", "modern", "02010609030101010101", ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "华文仿宋")
)  # fmt: skip
HEITI = Font("黑体", "Noto Sans CJK SC", "swiss", "02010609060101010101", ("SimHei", "STHeiti"), "Noto Sans SC")
KAITI = Font(
    "楷体_GB2312", "Noto Serif CJK SC", "modern", "02010609030101010101", ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "华文楷体")
)  # fmt: skip
SONGTI = Font("宋体", "Noto Serif CJK SC", "roman", "02010600030101010101", ("SimSun", "NSimSun", "STSong"))
ALL = (XIAOBIAOSONG, FANGSONG, HEITI, KAITI, SONGTI)
NAMED = (XIAOBIAOSONG, FANGSONG, KAITI, HEITI)  # those that the office is warned about
LATIN = "Times New Roman"


@cache
def installed_families() -> frozenset[str]:
    """Families that fontconfig knows on this machine; empty where it is not there."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        said = subprocess.run([program, ":", "family"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(name.strip() for line in said.splitlines() for name in line.split(",") if name.strip())


def missing(fonts: Iterable[Font] = NAMED, families: Collection[str] | None = None) -> list[Font]:
    """Those of ``fonts`` that this machine has under none of their names."""
    there = installed_families() if families is None else families
    return [font for font in fonts if not {font.name, *font.like} & set(there)]


def font_config(folder: Path | None) -> str:
    """A configuration for fontconfig: our folder beside the system's, and a free font behind each that may be missing."""
    rules = "".join(_rule(font) for font in ALL)
    extra = f"<dir>{folder}</dir>" if folder else ""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{extra}{rules}</fontconfig>'
    )


def _rule(font: Font) -> str:
    weight = '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>' if font.bold else ""
    names = [*font.like, font.stand_in, font.free]
    listed = "".join(f"<string>{name}</string>" for name in names)
    if font.bold and {font.name, *font.like} & installed_families():
        weight = ""
    return (
        f'<match target="pattern"><test name="family"><string>{font.name}</string></test>'
        f'<edit name="family" mode="append" binding="strong">{listed}</edit>{weight}</match>'
    )
