"""Initials by which a unit is picked: 住建局 -> zjj."""

from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# Words and place names that pypinyin reads otherwise, or of which only one reading is usual in names of units.
_OVERRIDES = {
    "重庆": [["chóng"], ["qìng"]],
    "长安": [["cháng"], ["ān"]],
    "长乐": [["cháng"], ["lè"]],
    "乐清": [["yuè"], ["qīng"]],
    "乐亭": [["lào"], ["tíng"]],
    "六安": [["lù"], ["ān"]],
    "六合": [["lù"], ["hé"]],
    "单县": [["shàn"], ["xiàn"]],
    "台州": [["tāi"], ["zhōu"]],
    "丽水": [["lí"], ["shuǐ"]],
    "番禺": [["pān"], ["yú"]],
    "蔚县": [["yù"], ["xiàn"]],
    "洪洞": [["hóng"], ["tóng"]],
    "浚县": [["xùn"], ["xiàn"]],
    "莘县": [["shēn"], ["xiàn"]],
    "铅山": [["yán"], ["shān"]],
    "歙县": [["shè"], ["xiàn"]],
    "黟县": [["yī"], ["xiàn"]],
    "大埔": [["dà"], ["bù"]],
    "黄陂": [["huáng"], ["pí"]],
    "柞水": [["zhà"], ["shuǐ"]],
    "厦门": [["xià"], ["mén"]],
    "朝阳": [["cháo"], ["yáng"]],
    "银行": [["yín"], ["háng"]],
    "会计": [["kuài"], ["jì"]],
    "调度": [["diào"], ["dù"]],
    "重点": [["zhòng"], ["diǎn"]],
}
load_phrases_dict(_OVERRIDES)


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """First letters of the readings, in small letters; Latin letters and digits stay."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors=lambda rest: rest)).lower()


@lru_cache(maxsize=8192)
def reading(text: str) -> tuple[str, ...]:
    """One reading for each character, without tones; for telling a mistyped character from a wrong one."""
    return tuple(lazy_pinyin(character)[0] for character in text)


def initials_of(texts: Iterable[str]) -> str:
    """The initials of several names, each once, blank-separated, at most 200 characters."""
    found = dict.fromkeys(initials(text) for text in texts if text)
    kept: list[str] = []
    for one in found:
        if len(" ".join([*kept, one])) > 200:
            break
        kept.append(one)
    return " ".join(kept)
