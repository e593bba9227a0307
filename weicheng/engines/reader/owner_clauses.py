"""One clause: its subject, those whom it calls on (由…, 请…), those who help, offices that it sets up."""

import re
from collections.abc import Iterator
from itertools import islice

from weicheng.engines.reader import owner_phrases as say
from weicheng.engines.reader import unit_words as words
from weicheng.engines.reader.owner_events import Afterwards, Scan
from weicheng.engines.reader.rows import Owner
from weicheng.engines.reader.unit_names import Name


def read_clause(scan: Scan, start: int, end: int) -> bool:
    """Note what the clause says of who acts; True when it names its own subject.

    Most clauses hold few of the words that the patterns begin with, so each pattern is tried only where its word stands.
    """
    text = scan.text
    clause = text[start:end]
    front = _skip(scan, start, end)
    posts = "组长" in clause or "主任" in clause or "指挥" in clause
    if posts or "同志" in clause:
        _persons(scan, start, end)
    if text[front : front + 1] in _NOBODY_FIRST and say.NOBODY.match(text, front, end):
        scan.current, scan.kinds = (), frozenset()
        scan.note(start, ())
        return False
    if scan.posted:
        _set(scan, start, scan.posted, frozenset({"person"}))
        scan.posted = ()
        return True
    if clause[-1:] in "名人支":
        _staff(scan, start, end)
    if "包" in clause and say.TAKES_CHARGE.match(scan.text, front, end) and _share_out(scan, start, end):
        return True
    found = scan.leading or not clause.endswith(_ATTENDED) or not say.ATTENDS.search(clause)
    found = found and _leading_subject(scan, start, front, end)
    if not found and scan.inspectors and not say.IN_CHARGE.match(text, start, end) and say.INSPECTS.search(clause):
        _set(scan, start, scan.inspectors, frozenset({"unit"}))
        return True
    if not found and "包" in clause and _share_out(scan, start, end):
        return True
    if not found and "由专" in clause and say.SOMEBODY.search(clause):
        scan.note(start, ())
    _others(scan, start, front, end, clause, found)
    if posts:
        _chief_by_post(scan, start, end)
    if "设" in clause or "立" in clause or "组" in clause:
        founded = say.SETS_UP.search(text, start, end)
        if founded:
            _found_body(scan, founded, end)
    if not found and scan.founded and say.IN_CHARGE.match(text, start, end):
        _set(scan, start, scan.founded, frozenset({"unit"}))
        return True
    called = _CALLS.search(clause) is not None and _called(scan, start, end)
    return called or found


_NOBODY_FIRST = frozenset("我大同全广人群每社")
_TOGETHER_FIRST = frozenset(" \u3000\t要应须并会联协汇")
_ATTENDED = ("参加", "出席", "列席", "参会", "到会", "会议", "活动", "培训")
_CALLS = re.compile(r"由|请|责|经|要求")


def _others(scan: Scan, start: int, front: int, end: int, clause: str, found: bool) -> None:
    """Partners and the seat of an office."""
    if not found and scan.text[front : front + 1] in _TOGETHER_FIRST:
        _together(scan, start, front, end)
    if "与" in clause or "和" in clause or "同" in clause:
        _partner(scan, start, end)
    if "设" in clause:
        _seat(scan, start, front, end)


def _set(scan: Scan, position: int, owners: tuple[Owner, ...], kinds: frozenset[str]) -> None:
    scan.current, scan.kinds, scan.called = owners, kinds, False
    name = owners[-1].name
    if kinds - {"person"} or not (say.POST.search(name) or say.WATCHED.search(name)):
        scan.unit, scan.unit_kinds = owners, kinds
    scan.note(position, owners)


def _persons(scan: Scan, start: int, end: int) -> None:
    """A person named with his post: 以李某某同志为组长, 办公室主任为王某某."""
    clause = scan.text[start:end]
    titled = say.POST_AND_NAME.search(clause)
    if titled and any(not e.extra for e in scan.named_in_sentence()):
        return  # 院务会决定：院长李某任组长
    for pattern in (say.POST_AND_NAME,) if titled else (say.CHIEF, say.COMRADE):
        found = pattern.search(clause)
        for group, name in (found.groupdict() if found else {}).items():
            if name and group != "post" and name[0] in say.SURNAMES and not words.PERSON.search(name):
                a = start + found.start(group)  # type: ignore[union-attr]
                scan.note(a, (Owner(name, "lead", a, a + len(name)),), extra=True)


def _together(scan: Scan, start: int, front: int, end: int) -> None:
    together = say.TOGETHER.match(scan.text, front, end)
    if together:
        names, _ = scan.finder.names_at(together.end(), end)
        scan.note(start, scan.owners(names, "coop"), extra=True)


def _partner(scan: Scan, start: int, end: int) -> None:
    partner = say.PARTNER.search(scan.text, start, end)
    if partner:
        names, after = scan.finder.names_at(partner.start("who"), end)
        if names and after == partner.end("who"):
            scan.note(partner.start("who"), scan.owners(names, "coop"), extra=True, local=True)


def _seat(scan: Scan, start: int, front: int, end: int) -> None:
    text = scan.text
    seat = say.SEAT.search(text, start, end) or (say.SEATED.match(text, front, end) if scan.founded else None)
    if seat:
        names, _ = scan.finder.names_at(seat.end(), end)
        scan.note(seat.end(), scan.owners(names), extra=True, local=True)


def _found_body(scan: Scan, found: re.Match[str], end: int) -> None:
    """An office or group that the clause sets up; its chief answers where nobody else is named."""
    names, _ = scan.finder.names_at(found.start("rest"), end)
    if not names:
        rest = re.match(
            r".*?(?:办公室|小组|专班|工作组|指挥部|创建办|创卫办|[检督巡执]\w{1,4}[组队])", found.group("rest")
        )
        if not rest:
            return
        names = [Name(found.start("rest"), found.start("rest") + rest.end(), "unit")]
    scan.founded = scan.owners(names[-1:])
    if say.INSPECTION_BODY.search(scan.founded[0].name):
        scan.inspectors = scan.founded


def _chief_by_post(scan: Scan, start: int, end: int) -> None:
    """成立领导小组，由院长任组长： the chief answers where the sentence names nobody else."""
    chief = say.CHIEF_BY_POST.search(scan.text, start, end)
    if chief and not scan.named_in_sentence():
        chiefs = [chief, *say.SECOND_CHIEF.finditer(scan.text, chief.end(), end)]
        owners = tuple(Owner(found.group("post"), "lead", *found.span("post")) for found in chiefs)
        scan.note(chief.start("post"), owners, extra=True, local=True)


def _share_out(scan: Scan, start: int, end: int) -> bool:
    """镇领导包片、村干部包组： each of them answers; True when the clause says so."""
    shares = list(islice(say.TAKES_CHARGE.finditer(scan.text, start, end), 20))
    if not shares or (scan.shared != scan.sentence and scan.named_in_sentence()):
        return False
    scan.shared = scan.sentence
    _set(scan, start, tuple(Owner(s.group("who"), "lead", *s.span("who")) for s in shares), frozenset({"person"}))
    return True


def _staff(scan: Scan, start: int, end: int) -> None:
    """聘请劝导员10名，每日巡查： they act in the clause that follows."""
    posted = say.STAFFED.search(scan.text, start, end)
    if posted and say.ON_DUTY.match(scan.text, end + 1):
        scan.posted = tuple(
            Owner(name.group(), "lead", *name.span())
            for name in re.compile(r"[^、和]{2,}").finditer(scan.text, *posted.span("who"))
        )


def _skip(scan: Scan, start: int, end: int) -> int:
    """Past list numbers, words of time and connectives to where a subject may stand."""
    text, position = scan.text, start
    while position < end:
        found = say.PREFIX.match(text, position, end) if text[position] in say.PREFIX_FIRST else None
        here = found.end() if found else position
        if here < end and text[here] in "构形建实完健坚":
            mechanism = say.MECHANISM.match(text, here, end)
            here = mechanism.end() if mechanism else here
        if here == position:
            return position
        position = here
    return position


def _leading_subject(scan: Scan, start: int, front: int, end: int) -> bool:
    described = say.DESCRIBED_UNIT.match(scan.text, front, end + 12) if "的" in scan.text[front : front + 16] else None
    if described and described.end() <= end:
        first = described.start("post") if described.group("post") else described.start()
        names = [Name(first, described.end(), "unit")]
        _set(scan, described.start(), scan.owners(names), frozenset({"unit"}))
        return True
    for here in _places(scan, front, end):
        names, after = scan.finder.names_at(here, end)
        if not names:
            continue
        passive = say.PASSIVE.match(scan.text[after:end])
        helps = scan.leading and passive is not None and passive.group().startswith("参加")
        if (helps or not passive) and _acts(scan, after, end, names):
            _subject(scan, here, names, after, end)
            return True
    return False


def _places(scan: Scan, here: int, end: int) -> Iterator[int]:
    """Where the subject of a clause may stand: at its front, after a word of time, at 各… that nothing governs."""
    text = scan.text
    if here >= end:
        return
    yield here
    head = text[here : min(end, here + 30)]
    stage = say.STAGE.match(text, here, end) if "(" in head or "（" in head else None
    if stage:
        yield stage.end()
    gap = say.GAP.match(text, here, end) if " " in head or "　" in head else None
    if gap:
        yield gap.end()
    time = say.TIME_PREFIX.match(text, here, end) if say.TIME_WORD.search(head) else None
    if time:
        yield _skip(scan, time.end(), end)
    if say.EACH_WORD.search(head, 1):
        for found in say.COLLECTIVE_AT.finditer(text, here + 1, min(end, here + 30)):
            if say.FREE_BEFORE.search(text, here, found.start()):
                yield found.start()


def _acts(scan: Scan, after: int, end: int, names: list[Name]) -> bool:
    """Whether what follows the names shows that they act."""
    text = scan.text
    note = say.NOTE.match(text, after, end)
    after = note.end() if note else after
    if after < end and text[after] in " 　" and names[0].start == _skip(scan, scan.item, end):
        return True  # a list entry that begins with names: 5、车站、门市部 要落实门前三包
    if after >= end:
        mark = text[end : end + 1]
        if mark in (":", "："):
            return True
        return mark in (",", "，") and bool(say.DEPUTED.match(text[end + 1 : end + 8]))
    if all(say.PUBLIC.fullmatch(text, n.start, n.end) for n in names) and not words.DUTY.match(text, after, end):
        return bool(words.PREDICATE.match(text, after, end)) and scan.finder.predicate_at(after, end)
    counted = names[-1].kind != "unit" and bool(re.match(r"[\d一二三四五六七八九十至]", text[after]))
    return counted or scan.finder.predicate_at(after, end) or bool(say.STANDING.match(text, after, end))


def _subject(scan: Scan, here: int, names: list[Name], after: int, end: int) -> None:
    text = scan.text
    earlier = scan.named_in_sentence()
    led = any(o.role == "lead" for o in scan.current)
    coop = say.COOP.match(text, after, end)
    if earlier and led and say.SIZE.match(text, after, end) and text.startswith("每", names[0].start):
        return
    if earlier and led and scan.leading and not coop and say.ANSWERS.match(text, after, end):
        scan.note(here, scan.owners(names), extra=True)
        scan.current = (*scan.current, *scan.owners(names))
        return
    if earlier and led and (coop or (scan.leading and not say.ANSWERS.match(text, after, end))):
        closes = coop is not None and end - coop.end() <= 3
        last = closes or bool(say.BARE_DUTY.fullmatch(text, after, end))
        _help(scan, here, names, earlier[0].position, last)
        return
    if say.FORBIDDEN.match(text, after, end) and all(say.BARE_POST.fullmatch(text, n.start, n.end) for n in names):
        return
    if earlier and scan.kinds - {"person"} and all(say.BARE_POST.fullmatch(text, n.start, n.end) for n in names):
        return
    owners = scan.owners(names)
    joint = say.JOINT.match(text, after, end)
    if joint:
        others, _ = scan.finder.names_at(joint.end(), end)
        owners += scan.owners(others, "coop")
    elif coop and coop.group("verb") in ("配合", "协助") and names[0].kind == "unit":
        others, stop = scan.finder.names_at(coop.end(), end)
        if others and stop < end and others[0].kind == "unit":
            owners = (*scan.owners(others), *scan.owners(names, "coop"))
            names = others
    scan.leading = bool(say.LEADS.match(text, after, end))
    if (
        scan.sentence > scan.item
        and here <= _skip(scan, scan.sentence, end)
        and say.BARE_DUTY.fullmatch(text, after, end)
    ):
        scan.answerers.append(Afterwards(scan.item, here, owners))
    _set(scan, here, owners, frozenset(n.kind for n in names))


def _help(scan: Scan, here: int, names: list[Name], since: int, last: bool) -> None:
    added = scan.owners(names, "coop")
    scan.note(here, added, extra=True)
    if last:
        answering = scan.answerers[-1] if scan.answerers and scan.answerers[-1].end >= scan.sentence else None
        scan.helpers.append(Afterwards(answering.start if answering else since, here, added))
    scan.current = (*scan.current, *added)


def _called(scan: Scan, start: int, end: int) -> bool:
    """由…牵头, 请…, 要求各部门…, 责成…: the one who is called on acts."""
    hit = False
    for found in say.CALLED.finditer(scan.text, start, end):
        word = found.group()
        names, after = _named_after(scan, found.end(), end, word)
        if not names or not _calls(scan, found, start, after, end, names):
            continue
        if word in ("责成", "责令"):
            role = "coop" if scan.current else "lead"
            scan.note(found.start(), scan.owners(names, role), extra=bool(scan.current))
            continue
        if word == "要求":
            scan.drop_since(start)
        if word == "由" and say.ANSWERS_ALL.fullmatch(scan.text, after, end):
            whole = found.start() <= _skip(scan, scan.sentence, end)
            since = scan.item if whole else max(scan.sentence, scan.segment)
            if found.start() <= _skip(scan, start, end):
                scan.answerers.append(Afterwards(since, found.start(), scan.owners(names)))
        _subject(scan, found.start(), names, after, end)
        scan.called = word == "由" and scan.kinds == {"person"} and found.start() > _skip(scan, scan.sentence, end)
        hit = True
    return hit


def _named_after(scan: Scan, position: int, end: int, word: str) -> tuple[list[Name], int]:
    names, after = scan.finder.names_at(position, end)
    if not names and word == "要求":
        ours = say.OUR_PLACE.match(scan.text, position, end)
        return ([Name(*ours.span(), "unit")], ours.end()) if ours else ([], position)
    if not names and word == "由":
        described = say.DESCRIBED.match(scan.text, position, end)
        return scan.finder.names_at(described.end(), end) if described else ([], position)
    return names, after


def _calls(scan: Scan, found: re.Match[str], start: int, after: int, end: int, names: list[Name]) -> bool:
    text, word = scan.text, found.group()
    if word == "由":
        if re.match(r"[^,，。;；]{0,12}组成", text[after:end]) or say.PASSIVE.match(text[after:end]):
            return False
        return after < end or text[end : end + 1] in (",", "，", "。", "、")
    if word == "要求":
        return found.start() == start or names[0].kind != "unit" or text.startswith("我", names[0].start)
    if word == "经":
        return bool(re.match(r"(?:会议)?(?:研究|同意|批准)", text[after:end]))
    return True
