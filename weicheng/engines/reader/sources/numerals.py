"""How a number is written in the automatic numbering of Word, under the names of Office Open XML."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _chinese(n: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """1 to 9999 in words: 十二, 一百零一."""
    if not 0 < n < 10_000:
        return "".join(digits[int(d)] for d in str(n))
    words = ""
    pending_zero = False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit:
            words += ("零" if pending_zero else "") + digits[digit] + (units[power - 1] if power else "")
            pending_zero = False
        elif words:
            pending_zero = True
    short = digits[1] + units[0]
    return words[1:] if words.startswith(short) and digits is _DIGITS else words


def _counting(n: int) -> str:
    """Word's chineseCounting says numbers in words below a hundred and digit by digit above."""
    return _chinese(n) if n < 100 else "".join("○一二三四五六七八九"[int(d)] for d in str(n))


def _digit_by_digit(n: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(n))


def _letters(n: int) -> str:
    """a to z, then aa, bb, as Word counts."""
    if not 0 < n <= 780:
        return str(n)
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _roman(n: int) -> str:
    if not 0 < n < 5000:
        return str(n)
    written = ""
    for size, letters in _ROMAN:
        written += letters * (n // size)
        n %= size
    return written


def _ranges(*ranges: tuple[int, int, int]) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode: (first number, last number, first code point)."""

    def write(n: int) -> str:
        for first, last, code in ranges:
            if first <= n <= last:
                return chr(code + n - first)
        return str(n)

    return write


def _from(characters: str) -> Callable[[int], str]:
    return lambda n: characters[n - 1] if 0 < n <= len(characters) else str(n)


def _full_width(n: int) -> str:
    return "".join(chr(ord(d) + 0xFEE0) if d.isdigit() else d for d in str(n))


def _ordinal(n: int) -> str:
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


_circled = _ranges((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1), (0, 0, 0x24EA))

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _ranges((1, 20, 0x2474)),
    "decimalEnclosedFullstop": _ranges((1, 20, 0x2488)),
    "ideographEnclosedCircle": _ranges((1, 10, 0x3280)),
    "chineseCounting": _counting,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda n: _chinese(n, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda n: _chinese(n, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "numberInDash": lambda n: f"- {n} -",
    "none": lambda n: "",
}


def written(n: int, style: str) -> str:
    """The number as Word shows it; an unknown format is shown as plain digits."""
    return FORMATS.get(style, str)(max(0, min(n, 32767)))
