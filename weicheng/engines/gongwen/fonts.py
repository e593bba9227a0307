"""Fonts by name, and what stands in for one that a machine lacks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Font:
    """``free``: a font of the Noto family, which anybody may install; ``family`` and ``panose`` help a program to choose."""

    name: str
    free: str
    family: str
    panose: str


XIAOBIAOSONG = Font("方正小标宋简体", "Noto Serif CJK SC", "auto", "02010601030101010101")
FANGSONG = Font("仿宋_GB2312", "Noto Serif CJK SC", "modern", "02010609030101010101")
HEITI = Font("黑体", "Noto Sans CJK SC", "swiss", "02010609060101010101")
KAITI = Font("楷体_GB2312", "Noto Serif CJK SC", "modern", "02010609030101010101")
SONGTI = Font("宋体", "Noto Serif CJK SC", "roman", "02010600030101010101")
ALL = (XIAOBIAOSONG, FANGSONG, HEITI, KAITI, SONGTI)
LATIN = "Times New Roman"
