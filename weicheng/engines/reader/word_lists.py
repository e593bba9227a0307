"""Lists of words as automata that find all of them in one pass, and as patterns.

The automaton asks the letters that may follow one after another, and a list begins with hundreds of characters. Over the
bytes of UTF-8 few may follow anywhere; a word is then never found across the edge of a character.
"""

import re
from collections.abc import Mapping
from typing import Any

import ahocorasick


def as_bytes(text: str) -> str:
    """The bytes of ``text``, each as one letter: what the automata read. Places found in it count bytes."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def automaton_of(words: Mapping[str, Any]) -> "ahocorasick.Automaton":
    """An automaton for the words, each with its value."""
    automaton = ahocorasick.Automaton()
    for word, value in words.items():
        automaton.add_word(as_bytes(word), value)
    automaton.make_automaton()
    return automaton


def any_of(alternatives: str) -> str:
    """The pattern ``alternatives`` (a|b|c), given up at once where none of them can begin.

    Each begins with a letter, perhaps one that may be missing (个?月), or with a class of letters.
    """
    flat, before = alternatives, ""
    while flat != before:
        flat, before = _GROUP.sub("", flat), flat
    firsts = {letter for opening in _OPENING.findall(flat) for letter in opening.strip("[]").replace("?", "")}
    return f"(?=[{re.escape(''.join(sorted(firsts)))}])(?:{alternatives})"


_GROUP = re.compile(r"\([^()]*\)")
_OPENING = re.compile(r"(?:^|(?<=\|))(?:\[[^\]]*\]\??.?|[^\[|]\?.|[^\[|])")
