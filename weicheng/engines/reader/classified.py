"""Finding the mark of a classified paper, as it is set on the paper (GB/T 9704: 秘密★1年), not the words in running text."""

from __future__ import annotations

import re

from weicheng.engines.reader.document import Document

# 密级 stands alone in its line, or beside the copy number and the urgency: 000012  机密★5年  特急
_LEVEL = r"(绝\s*密|絕\s*密|机\s*密|機\s*密|秘\s*密)"
_PERIOD = r"(?:[\s　]*(?:\d{1,3}|[一二三四五六七八九十两]{1,3})?[\s　]*(?:年|个月|月|天|日|长期|长久|启用前))?"
_STARRED = re.compile(rf"{_LEVEL}[\s　]*[★☆✩✭⭐*＊]{_PERIOD}")
_BESIDE = r"(?:特\s*急|加\s*急|特\s*提|平\s*急|急\s*件|\d{4,8}|份号[:：]?\s*\d*|№\s*\d+)"
_ALONE = re.compile(
    rf"^[\s　]*(?:{_BESIDE}[\s　]+)*(?:密\s*级[\s　]*[:：]?[\s　]*)?[（(【\[]?{_LEVEL}[)）】\]]?{_PERIOD}(?:[\s　]+{_BESIDE})*[\s　]*$",
    re.MULTILINE,
)
# A paper's head is often set as a table; further down a cell 秘密 is a word of some list, not the mark of this paper.
_HEAD = 300
_LEVELS = {"绝": "绝密", "絕": "绝密", "机": "机密", "機": "机密", "秘": "秘密"}


def classification_mark(text: str) -> str | None:
    """秘密, 机密 or 绝密 if the text carries such a mark, else None."""
    found = _STARRED.search(text) or _ALONE.search(text)
    return _LEVELS[found.group(1)[0]] if found else None


def mark_of(document: Document, margins: list[str]) -> str | None:
    """The mark on a document, its headers and footers included; cells below the head count only with the star."""
    text = document.text
    lines, at = [], 0
    for table in document.tables:
        if table.start > _HEAD:
            lines.append(text[at : table.start])
            at = max(at, table.end)
    lines.append(text[at:])
    starred = _STARRED.search(text)
    return _LEVELS[starred.group(1)[0]] if starred else classification_mark("\n".join([*margins, *lines]))


def refusal(level: str) -> str:
    return f"文件标有“{level}”，涉密文件不能在本系统处理，文件没有保存。请按保密规定办理。"
