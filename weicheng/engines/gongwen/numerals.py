"""Chinese numerals of clauses: 一、 （一） 1. （1）, GB/T 9704-2012, 7.3.3."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """12 -> 十二, 20 -> 二十, 105 -> 一百零五; 1 to 999."""
    if not 0 < number < 1000:
        raise ValueError(f"a clause cannot be number {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones else "")


def clause_number(level: int, number: int) -> str:
    """The mark of the ``number``-th clause of a level."""
    if level == 1:
        return f"{chinese(number)}、"
    if level == 2:
        return f"（{chinese(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


class Counter:
    """Counts clauses; a clause of a higher level starts the lower ones anew."""

    def __init__(self) -> None:
        self._at = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        if not 1 <= level <= 4:
            raise ValueError(f"no clause of level {level}")
        self._at[level - 1] += 1
        self._at[level:] = [0] * (4 - level)
        return clause_number(level, self._at[level - 1])
