"""Who is the subject of each clause, and how long that holds, read in one pass over the text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from weicheng.engines.reader import owner_phrases as say
from weicheng.engines.reader.owner_clauses import read_clause
from weicheng.engines.reader.owner_events import Scan
from weicheng.engines.reader.unit_names import Name, NameFinder

_NEAR = 60  # characters between lines that are segmented at one go
_ADDRESS = 120  # characters in which those reported to are named


def scan_subjects(text: str, item_starts: set[int], rows: Sequence[tuple[int, int]] | None = None) -> Scan:
    """Read the text once; ``item_starts`` are the places where headings begin.

    A paragraph without a row is read only where a colon may lead to the rows below it; without ``rows`` all are read.
    """
    lines = list(_lines(text, rows))
    scan = Scan(text, NameFinder(text, _stretches(lines)))
    for start, end, read, holds in lines:
        if scan.intro:
            _keep_intro(scan, start, end)
        if read:
            _paragraph(scan, start, end, item_starts)
        if holds:
            _reports(scan, start, end)
    return scan


def _lines(text: str, rows: Sequence[tuple[int, int]] | None) -> Iterator[tuple[int, int, bool, bool]]:
    """Start and end of each line, whether it is read for subjects, and whether it holds a row."""
    start = number = 0
    for line in text.split("\n"):
        end = start + len(line)
        while rows and number < len(rows) and rows[number][1] <= start:
            number += 1
        holds = rows is None or (number < len(rows) and rows[number][0] < end)
        yield start, end, holds or ":" in line or "：" in line, holds
        start = end + 1


def _stretches(lines: Iterable[tuple[int, int, bool, bool]]) -> list[tuple[int, int]]:
    """The lines that are read, those near each other in one stretch."""
    found: list[tuple[int, int]] = []
    for start, end, read, _ in lines:
        if read and found and start - found[-1][1] < _NEAR:
            found[-1] = (found[-1][0], end)
        elif read:
            found.append((start, end))
    return found


def _keep_intro(scan: Scan, start: int, end: int) -> None:
    """Who introduced a list answers for its entries, which are numbered alike."""
    style = _style(scan.text, start, end)
    if not style or style != (scan.intro_style or style):
        scan.intro, scan.intro_kinds = (), frozenset()
    scan.intro_style = style


def _paragraph(scan: Scan, start: int, end: int, item_starts: set[int]) -> None:
    scan.reset(start, scan.intro)
    scan.opened, scan.item, scan.sentence = False, start, start
    first = True
    for a, b in _clauses(scan.text, start, end):
        if a > start and _inline_item(scan.text, a, item_starts):
            _inline_start(scan, a)
            first = True
        elif a > start and scan.text[a - 1] in "。!！?？":
            _new_sentence(scan, a, b)
        elif a > start and scan.text[a - 1] in ";；":
            scan.segment, scan.leading = a, False
            topic = say.NEW_TOPIC.match(scan.text[a:b])
            if topic and scan.text[a : a + 1] not in "对凡" and not topic.group().endswith("的"):
                scan.reset(a)
        found = read_clause(scan, a, b)
        scan.opened = scan.opened or (found and first)
        first = first and b - a < 3
    _remember_intro(scan, start, end)


_OUGHT = re.compile(r"\s*(?:要|应|必须|须)")
_FIGURES = re.compile(r"[\d一二三四五六七八九十㈠-㈩①-⑳]+")


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between the marks of a paragraph, none of them empty."""
    here = start
    for edge in say.CLAUSE_EDGE.finditer(text, start, end):
        at = edge.start()
        mark = text[at]
        if mark in say.NUMBER_FIRST:
            if mark in "(（" and not say.NUMBERED.match(text, at, end):
                continue
            stop = at
        elif mark in ":," and start < at < end - 1 and text[at - 1].isdecimal() and text[at + 1].isdecimal():
            continue
        else:
            stop = at + 1
        if at > here:
            yield here, at
            here = at
        here = max(here, stop)
    if end > here:
        yield here, end


def _style(text: str, start: int, end: int) -> str:
    """How a list entry is numbered (（一）, 1.), "" for a paragraph without a number."""
    mark = say.NUMBER.match(text, start, end)
    return _FIGURES.sub("n", mark.group().strip()) if mark else ""


def _inline_item(text: str, position: int, item_starts: set[int]) -> bool:
    return position in item_starts or (text[position - 1] in "。;；:： " and bool(say.INLINE.match(text, position)))


def _inline_start(scan: Scan, position: int) -> None:
    if scan.text[position - 1] in ":：":
        scan.intro, scan.intro_kinds = scan.current, scan.kinds
    scan.reset(position, scan.intro)
    scan.item = scan.sentence = position


def _remember_intro(scan: Scan, start: int, end: int) -> None:
    """各科室要做到以下几点： names the owner of the entries that follow."""
    text = scan.text
    if end <= start or text[end - 1] not in ":：" or not say.LEADS_IN.search(text, max(start, end - 30), end):
        return
    last_clause = max(start, *(text.rfind(mark, start, end - 1) for mark in ",，。;；"))
    own = [e for e in scan.events[-2:] if e.own and e.position >= last_clause]
    scan.intro, scan.intro_kinds = own[-1].owners if own else (), scan.kinds
    scan.intro_style = None


def _new_sentence(scan: Scan, start: int, end: int) -> None:
    """What of the subject holds across a full stop."""
    scan.sentence, scan.founded, scan.leading = start, (), False
    passing = scan.kinds == {"person"} and scan.current != scan.unit
    if passing and (say.POST.search(scan.current[-1].name) or say.WATCHED.search(scan.current[-1].name)):
        scan.current, scan.kinds = scan.unit, scan.unit_kinds
        scan.note(start, scan.current, own=False)
    if not scan.current:
        return
    clause = scan.text[start:end]
    general = scan.kinds == {"unit"} and not scan.opened and _OUGHT.match(clause)
    if general or scan.called or say.NEW_TOPIC.match(clause):
        scan.current, scan.kinds = (), frozenset()
        scan.note(start, (), own=False)


def _reports(scan: Scan, start: int, end: int) -> None:
    for found in say.REPORT.finditer(scan.text, start, end):
        last = min(end, found.end() + _ADDRESS)
        mark = say.CLAUSE_MARK.search(scan.text, found.end(), last)
        stop = mark.start() if mark else last
        names, after = scan.finder.names_at(found.end(), stop)
        if not names:
            names, after = _addressee(scan, found.end(), stop)
        if not names or (say.HANDED_OVER.match(scan.text, after, stop) and found.group().startswith("移交")):
            continue
        if found.group() != "向" or say.REPORT_VERB.match(scan.text, after, stop):
            scan.reports.extend(scan.owners(names, "report"))


def _addressee(scan: Scan, position: int, stop: int) -> tuple[list[Name], int]:
    """县创卫办工作群, 县创卫办处: the office is named by the channel through which it is reached."""
    channel = say.CHANNEL.search(scan.text, position, min(stop, position + 24))
    return scan.finder.names_at(position, channel.start()) if channel else ([], position)
