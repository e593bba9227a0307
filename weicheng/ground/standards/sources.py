"""Sources in plain words: S3 in the library is 2021版第10至15条 on a page, and explained once below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from weicheng.ground.kernel.lined_yaml import read_source

FILE = Path(__file__).with_name("sources.yaml")
_CODE = re.compile(r"(?<![A-Za-z0-9])S\d+[a-z]?(?![A-Za-z0-9])")
_POSITION = re.compile(r"~(\d+)([a-z]?)")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where facts of the library come from: in a few words, and in full."""

    short: str
    long: str


@cache
def origins() -> dict[str, Origin]:
    return {code: Origin(**words) for code, words in read_source(FILE).data.items()}


def codes_in(text: str) -> list[str]:
    return _CODE.findall(text)


def source_words(text: str) -> str:
    """The text of a source with every code that is known in plain words."""
    known = origins()
    return _CODE.sub(lambda match: known[match[0]].short if match[0] in known else match[0], text)


def position_words(position: str) -> str:
    """~24 and ~33b of the upload form: 接口第24项, 接口第33项b."""
    return _POSITION.sub(r"接口第\1项\2", position)


def legend_of(texts: Iterable[str]) -> list[Origin]:
    """What the sources of a page stand for, each once, in the order of the list."""
    named = {code for text in texts for code in codes_in(text)}
    return [origin for code, origin in origins().items() if code in named]
