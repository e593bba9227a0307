"""Lines become paragraphs: a line goes on in the next where it is full and the next is not indented."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from weicheng.engines.reader.document import Locator
from weicheng.engines.reader.sources.assembly import Draft, Paragraph
from weicheng.engines.reader.sources.pdf.lines import Box, Line, ems, glue

_LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,4}[章节条部]"
    r"|[一二三四五六七八九十]{1,3}[、．.]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[、．.](?!\d)"
    r"|[①-⑳⑴-⒛●■□◆★•▪➢]|附件|抄送|主送)"
)
# What is not parted at the end of a line: a character or Latin word with the punctuation that clings to it.
_UNBROKEN = re.compile(r"[“‘（(《〈〔\[]*(?:[^\W\u2e80-\uffff]+|.)[”’）)》〉〕\]，。、；：！？%,.;:!?]*")
_TERMINAL = "。！？；：…”》）)!?;:"


@dataclass(slots=True)
class Layout:
    """The measures of a document's body text in points."""

    left: float
    right: float
    size: float
    indented: bool = True  # paragraphs begin with an indent, so that the end of a sentence at the margin tells nothing

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Layout":
        found = list(lines)
        long = [line for line in found if len(line.text) > 8] or found
        if not long:
            return cls(0, 0, 12)
        rights = sorted(line.x1 for line in long)
        lefts = sorted(line.x0 for line in long)
        layout = cls(lefts[len(lefts) // 10], rights[len(rights) * 9 // 10], median(line.size for line in long))
        layout.indented = layout._indents(found)
        return layout

    def _indents(self, lines: list[Line]) -> bool:
        """Whether what follows a short line, and so begins a paragraph, is mostly indented."""
        starts = [line for before, line in pairwise(lines) if before.x1 < self.right - 3 * before.em]
        offsets = [(line.x0 - self.left) / line.em for line in [*lines[:1], *starts]]
        indented = sum(1.4 < offset < 2.8 for offset in offsets)
        return indented > 0 and indented >= sum(offset < 0.7 for offset in offsets)


@dataclass(slots=True)
class Builder:
    """Joins the lines of one page after another; a table or the end closes the paragraph that is open."""

    layout: Layout
    drafts: list[Draft] = field(default_factory=list)
    _open: list[Line] = field(default_factory=list)
    _page: int = 1
    _box: Box = (0.0, 0.0, 0.0, 0.0)
    _last_page: int = 1

    def add(self, line: Line, page: int) -> None:
        if self._open and self._continues(line, page):
            if page == self._page:
                self._box = _union(self._box, line.box)
        else:
            self.close()
            self._page, self._box = page, line.box
        self._open.append(line)
        self._last_page = page

    def close(self) -> None:
        if not self._open:
            return
        text = self._open[0].text
        for line in self._open[1:]:
            text += glue(text, line.text) + line.text
        locator = Locator(page=self._page, box=self._box)
        self.drafts.append(Paragraph(text, centred=self._stands_centred(), locator=locator))
        self._open = []

    def _continues(self, line: Line, page: int) -> bool:
        last = self._open[-1]
        size = last.size
        if not 0.8 < line.size / size < 1.25:
            return False
        same_page = page == self._last_page
        if same_page and line.top - last.bottom > max(size, self.layout.size) * 1.3:
            return False
        if self._is_centred(line) and (self._is_centred(last) or self._is_full(last, line)):
            # A title over several lines stands out by its size.
            return same_page and size > self.layout.size * 1.2 and line.top - last.bottom < size
        if not self._is_full(last, line):
            return False
        at_margin = line.x0 <= self.layout.left + 0.7 * line.em
        if _LABEL.match(line.text) and (last.text[-1] in _TERMINAL or not at_margin):
            return False
        if at_margin:
            return self.layout.indented or last.text[-1] not in _TERMINAL
        # Hanging indents of lists: not at the margin, but the sentence is plainly unfinished.
        return last.text[-1] not in _TERMINAL and 0 <= line.x0 - last.x0 < 4 * line.em

    def _stands_centred(self) -> bool:
        """A title may fill its first lines; its last shows whether it is centred."""
        last = self._open[-1]
        return self._is_centred(last) and all(
            self._is_centred(line) or self._is_full(line, following) for line, following in pairwise(self._open)
        )

    def _is_full(self, line: Line, following: Line) -> bool:
        """Whether the next line begins with what had no room in this one."""
        match = _UNBROKEN.match(following.text)
        needed = ems(match.group()) if match else 1.0
        return line.x1 + (needed + 0.6) * line.em >= self.layout.right

    def _is_centred(self, line: Line) -> bool:
        middle = (self.layout.left + self.layout.right) / 2
        return line.x0 > self.layout.left + 1.5 * line.em and abs((line.x0 + line.x1) / 2 - middle) < line.em


def _union(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
