"""Names of those who act, as Chinese papers write them: offices, collectives (各…), people in a post.

A grammar of endings, not a list of places: 区城管局, 各镇（街道）办事处, 县爱卫办, 两矿一厂, 产权、测绘、白蚁等五个股室.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import ahocorasick
import rjieba

from weicheng.engines.reader import unit_words as words

WINDOW = 26
_LONGEST_LIST = 60


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Name:
    """One who acts: ``text[start:end]``; ``kind`` is "unit", "collective" or "person"."""

    start: int
    end: int
    kind: str


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """Say whether a name means one unit, many units (各…) or people."""
    if words.PERSON.search(name):
        return "person"
    return "collective" if words.COLLECTIVE.match(name) else "unit"


def looks_like_name(name: str) -> bool:
    """Whether a whole string is shaped like the name of one who acts."""
    return 1 < len(name) <= WINDOW and _is_shaped(name)


@lru_cache(maxsize=8192)
def _is_shaped(name: str) -> bool:
    if name in words.FIXED or words.SINGLES.fullmatch(name):
        return True
    if words.ILLEGAL.search(name) or words.CANNOT_START.match(name):
        return False
    if words.NOT_A_UNIT.search(name) and not words.COLLECTIVE.match(name):
        return False
    if words.AND.search(name) and not words.JOINED_OFFICE.search(name):
        return False
    if words.STARTS_WITH_VERB.match(name) and not words.VERBAL_NAME.match(name):
        return False
    if words.PLACE_HEADS.match(name) and words.PLACE_END.search(name) and not words.RUN_BY_PEOPLE.match(name):
        return False
    return name[-1] in _ENDINGS or bool(words.WORD_END.search(name))


_ENDINGS = frozenset(words.ENDINGS)
_BARE_STARTS = frozenset("局院校行厂县区市省镇乡被")


@cache
def _endings() -> "ahocorasick.Automaton":
    automaton = ahocorasick.Automaton()
    for word in {*words.WORDS, *words.ENDINGS}:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


@cache
def _is_plain_verb(word: str) -> bool:
    return len(word) > 1 and not words.NOMINAL_VERB.match(word)


def split_name(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split 县委县政府 and 各乡镇各部门, which stand without a mark between them."""
    cuts = [start + cut for cut in _cuts(text[start:end])]
    return [(a, b) for a, b in pairwise([start, *cuts, end]) if b > a]


@lru_cache(maxsize=4096)
def _cuts(name: str) -> tuple[int, ...]:
    return tuple(m.start() for m in words.SPLIT_PARTY.finditer(name))


class NameFinder:
    """Finds names and predicates in one text; each line is segmented once, so a name ends where a word ends.

    ``stretches`` are the parts of the text, whole lines in order, where names are looked for; without them all of it.
    """

    def __init__(self, text: str, stretches: Iterable[tuple[int, int]] | None = None) -> None:
        self.text = text
        self.tags: dict[int, str] = {}
        self._verbs: dict[int, int] = {}  # start and end of each plain verb of two characters or more
        self._word_ends: list[int] = []
        for start, end in [(0, len(text))] if stretches is None else stretches:
            self._segment(start, end)
            self._note_ends(start, end)

    def _segment(self, start: int, end: int) -> None:
        tags, place = self.tags, start
        for word, tag in rjieba.tag(self.text[start:end]):
            tags[place] = tag
            after = place + len(word)
            if tag == "v" and _is_plain_verb(word):
                self._verbs[place] = after
            place = after
        tags[place] = "x"

    def _note_ends(self, start: int, end: int) -> None:
        """Where a word ends that names of those who act may end with."""
        previous, text, tags = -1, self.text, self.tags
        for last, length in _endings().iter(text, start, end):
            if last != previous and (length > 1 or last + 1 in tags or words.LOOSE_END.match(text, last)):
                self._word_ends.append(last + 1)
                previous = last

    def predicate_at(self, position: int, limit: int) -> bool:
        """Whether what begins here says what somebody does, so that a name just before it is the subject."""
        text = self.text
        if position >= limit or words.NOMINAL_AFTER.match(text, position, limit) or words.GOES_ON.match(text, position):
            return False
        if words.MODAL.match(text, position, limit):
            return True
        if words.NOUN_BODY.match(text, position, limit):
            return False
        found = words.PREDICATE.match(text, position, limit)
        if found and (len(found.group()) > 1 or self._is_word(position, limit)):
            return text[found.end() : found.end() + 1] != "的"
        if words.WHEN_AFTER.match(text, position, limit):
            return True
        if text[position] in _ENDINGS and not self._is_word(position, limit):
            return False
        return self.tags.get(position, "")[:1] in ("v", "d", "p") and self.tags[position] != "vn"

    def _is_word(self, position: int, limit: int) -> bool:
        """Whether one character is a verb by itself, and not the end of a name (物业办、)."""
        if position not in self.tags or position + 1 not in self.tags:
            return False
        after = self.text[position + 1 : position + 2]
        return not (
            self.text[position] in words.ENDINGS and (after in "、,，和及与要应须等每负" or position + 1 >= limit)
        )

    def names_at(self, position: int, limit: int) -> tuple[list[Name], int]:
        """Read a list of names from here; return them and the place after the list ([] and ``position`` for none).

        Bare heads of a list that ends in 等五个股室 or 等部门 are names too (产权、测绘、白蚁等五个股室).
        """
        text = self.text
        names: list[Name] = []
        here = position
        while here < limit and len(names) < _LONGEST_LIST:
            press = words.PRESS.match(text, here, limit) if text[here] == "《" else None
            if press:
                names.append(Name(*press.span("name"), "unit"))
            end = press.end() if press else self._one(here, limit)
            if end is None and names and not self._verb_in_front(here):
                place = words.LISTED_PLACE.match(text, here, limit)
                end = place.end() if place else None  # in a list of units even a station is one
            if end is None:
                break
            if not press:
                names += [Name(a, b, kind_of(text[a:b])) for a, b in split_name(text, here, end)]
            here = end
            tail = words.LIST_TAIL.match(text, here, limit) if text.startswith("等", here) else None
            if tail:
                here = tail.end()
                break
            if text.startswith("各", here):
                continue
            join = words.JOIN.match(text, here, limit)
            if not join:
                break
            here = join.end()
        if names and here > names[-1].end and not text.startswith("等", names[-1].end):
            here = names[-1].end  # a mark of a list that no name follows
        listed = self._listed(position, limit) if "、" in text[position : position + 12] else None
        if listed and listed[1] > here and (not names or text[here] in "、等"):
            return listed
        return names, here if names else position

    def is_name(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is a name as the words of the text divide it (not 举办一次红歌会)."""
        if not looks_like_name(self.text[start:end]):
            return False
        if start not in self.tags:  # the line of a heading may lie outside the stretches
            after = self.text.find("\n", end)
            self._segment(self.text.rfind("\n", 0, start) + 1, after if after >= 0 else len(self.text))
        return not self._verb_in_front(start) and not self._verb_inside(start, end)

    def _one(self, position: int, limit: int) -> int | None:
        """End of the name that begins here."""
        text = self.text
        first = text[position]
        short = words.SINGLES.match(text, position, limit) if first == "各" else None
        if short is None and first in _BARE_STARTS:
            short = words.BARE_UNIT.match(text, position, limit)
        if short:
            return short.end()
        if self._verb_in_front(position):
            return None
        for fixed in words.FIXED if first in "机两每全各" else ():
            if text.startswith(fixed, position) and self._closes(position + len(fixed), limit):
                return position + len(fixed)
        for end in self._ends(position, limit):
            if not looks_like_name(text[position:end]) or self._verb_inside(position, end):
                continue
            bracket = words.BRACKET.match(text, end, limit)
            if bracket and self._closes(bracket.end(), limit):
                return bracket.end()
            if self._closes(end, limit):
                office = text.startswith("办", end) and text[end - 1] in "府委道区镇" and self._closes(end + 1, limit)
                return end + 1 if office else end  # 区政府办牵头, not 区政府 办…
        return self._addressed(position, limit)

    def _window(self, position: int, limit: int) -> int:
        """How far a name that begins here may reach."""
        limit = min(limit, position + WINDOW)
        stop = words.BREAK.search(self.text, position, limit)
        return stop.start() if stop else limit

    def _addressed(self, position: int, limit: int) -> int | None:
        """Someone named by no known ending: 各营业网点要…, 沿街商铺应…; 各… or a word of duty must show that he acts."""
        text = self.text
        each = words.EACH.match(text, position, limit) if text[position] in "各每全其" else None
        if not each and not words.DUTY_SAID.search(text, position + 3, min(limit, position + 18)):
            return None
        window = min(self._window(position, limit), position + 13)
        for end in range(position + (2 if each else 3), window + 1):
            if end not in self.tags or words.ILLEGAL.search(text[position:end]):
                continue
            if words.DUTY.match(text, end, limit) or (each and self._closes_each(end, limit)):
                name = text[position:end]
                if (
                    self._verb_inside(position, end)
                    or not (each or self._noun_ends(position, end))
                    or (not each and not words.ACTOR_END.search(name))
                ):
                    return None
                return None if words.NOT_ADDRESSED.search(name) or words.CANNOT_START.match(name) else end
        return None

    def _closes_each(self, end: int, limit: int) -> bool:
        if end >= limit or self.text[end] in "、,，。;；:：)）" or words.JOIN.match(self.text, end, limit):
            return True
        return self.predicate_at(end, limit)

    def _noun_ends(self, position: int, end: int) -> bool:
        last = max((p for p in range(position, end) if p in self.tags), default=position)
        return self.tags.get(last, "x")[:1] == "n" and self.tags.get(position, "x")[:1] in (
            "n",
            "s",
            "b",
            "j",
            "f",
            "a",
        )

    def _verb_inside(self, start: int, end: int) -> bool:
        get = self._verbs.get
        return any(get(place, end) < end for place in range(start + 1, end - 1))

    def _verb_in_front(self, position: int) -> bool:
        tag = self.tags.get(position, "n")
        verbal = (tag[:1] == "v" and tag != "vn") or tag in ("d", "ad", "a", "p", "c")
        return verbal and not words.MAY_START.match(self.text, position)

    def _ends(self, position: int, limit: int) -> list[int]:
        """Where names that begin here may end."""
        ends = self._word_ends
        first = bisect_left(ends, position + 2)
        if first == len(ends) or ends[first] > min(limit, position + WINDOW):
            return []
        return ends[first : bisect_right(ends, self._window(position, limit), first)]

    def _closes(self, position: int, limit: int) -> bool:
        text = self.text
        if (
            position >= limit
            or text[position] in " 　、,，。;；:：)）】〕](（\n"
            or words.JOIN.match(text, position, limit)
        ):
            return True
        if text[position] == "各" and words.BEFORE_EACH.search(text, max(0, position - 12), position):
            return True
        if text[position] == "等" and words.LIST_TAIL.match(text, position, limit):
            return True
        return self.predicate_at(position, limit)

    def _listed(self, position: int, limit: int) -> tuple[list[Name], int] | None:
        """A list whose members only its end says to be units: 公安、城管、住建等部门."""
        text = self.text
        short = words.SHORT_NAMES.match(text, position, limit)
        if short and text[short.end() : short.end() + 1] != "等":
            return [
                Name(*m.span(), "unit") for m in re.compile(r"[^、和及]+").finditer(text, *short.span())
            ], short.end()
        found = words.LISTED.match(text, position, limit)
        if not found or words.CANNOT_START.match(text, position) or not self._after_list(found.end(), limit):
            return None
        edges = [position]
        for mark in re.finditer(r"[、和及与]", found.group(1)):
            edges += [position + mark.start(), position + mark.end()]
        edges.append(found.end(1))
        pieces = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
        if not found.group(2) and not found.group("counted"):
            pieces[-1] = (pieces[-1][0], found.end())
        if any(b - a > 9 or words.ILLEGAL.search(text[a:b]) or words.CANNOT_START.match(text, a) for a, b in pieces):
            return None
        return [Name(a, b, kind_of(text[a:b])) for a, b in pieces], found.end()

    def _after_list(self, position: int, limit: int) -> bool:
        return position >= limit or self.text[position] in ",，。;；:：)）】〕\n" or self.predicate_at(position, limit)
