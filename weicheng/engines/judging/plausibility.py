"""What cannot be is refused; what can hardly be is asked about once."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from weicheng.engines.judging.wording import figure, plain, rounded

WHOLE = {"%": 100, "‰": 1000, "1/10万": 100_000}  # shares of a whole: never above it
OLDEST = 1990  # the first campaigns; an earlier year is a slip of the pen
LEAST_JUMP = 10
COUNTED = frozenset("个座处家户所")  # whole things; 人 and 张 are also units of so many per thousand


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of a year. ``starts``: the first day of the period; ``ends`` its last."""

    starts: date
    ends: date
    unit: str = ""
    factor: Decimal | None = None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    yardstick: Decimal | None = None

    @property
    def year(self) -> int:
        return self.starts.year

    @property
    def reckoned(self) -> Decimal | None:
        """Numerator over denominator times the factor, exactly; None without them."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator * (self.factor or 1)


Fault = tuple[str, str]  # field, sentence


def impossible(claim: Claim, today: date) -> list[Fault]:
    """Why it cannot be, by field; empty where it can."""
    return [*_bad_year(claim, today), *_bad_parts(claim), *_bad_value(claim), *_mismatch(claim)]


def _bad_year(claim: Claim, today: date) -> list[Fault]:
    if claim.starts > today:
        return [("year", f"{claim.year}年还没有到。" if claim.year > today.year else "这个时段还没有到。")]
    return [("year", f"{claim.year}年太早，请检查年份。")] if claim.year < OLDEST else []


def _bad_parts(claim: Claim) -> list[Fault]:
    found: list[Fault] = []
    names = (("numerator", "分子"), ("denominator", "分母"), ("value", "数值"), ("yardstick", "对照值"))
    for field, name in names:
        number = getattr(claim, field)
        if number is not None and number < 0:
            found.append((field, f"{name}不能是负数。"))
    if claim.denominator == 0:
        found.append(("denominator", "分母是0，除不了。"))
    if claim.numerator is not None and claim.denominator is None:
        found.append(("denominator", "填了分子，还要填分母。"))
    if claim.denominator is not None and claim.numerator is None:
        found.append(("numerator", "填了分母，还要填分子。"))
    both = claim.numerator is not None and claim.denominator is not None and claim.denominator > 0
    if both and claim.unit in WHOLE and claim.numerator > claim.denominator:  # type: ignore[operator]
        found.append(("numerator", f"分子{plain(claim.numerator)}比分母{plain(claim.denominator)}还大，不可能。"))  # type: ignore[arg-type]
    return found


def _bad_value(claim: Claim) -> list[Fault]:
    found = []
    if claim.unit in COUNTED and claim.factor is None and claim.value is not None and claim.value % 1:
        found.append(("value", f"{figure(claim.value, claim.unit)}不是整数，{claim.unit}只能是整的。"))
    for field, name in (("value", ""), ("yardstick", "对照值")):
        number = getattr(claim, field)
        most, words = _most(claim)
        if number is not None and most is not None and number > most:
            found.append((field, f"{name}{figure(number, claim.unit)}超过了{words}，不可能。"))
    return found


def _most(claim: Claim) -> tuple[int | None, str]:
    if claim.unit in WHOLE:
        return WHOLE[claim.unit], figure(Decimal(WHOLE[claim.unit]), claim.unit)
    if claim.unit == "天":
        days = (claim.ends - claim.starts).days + 1
        return days, f"这一段的{days}天" if days < 365 else f"全年{366 if isleap(claim.year) else 365}天"
    return (24, "一天24小时") if claim.unit in ("h", "小时") else (None, "")


def improbable(claim: Claim, last: Claim | None, today: date) -> list[str]:
    """What a person should look at once more; ``last`` is the year before, as far as it is known."""
    found = []
    if claim.ends > today:
        found.append(f"{claim.ends:%Y年%-m月%-d日}才到期末，这个数还不是整段的")
    if last is not None:
        for field, name in (("value", "数值"), ("numerator", "分子"), ("denominator", "分母")):
            found += _jump(name, getattr(claim, field), getattr(last, field), last.year)
    return found


def _mismatch(claim: Claim) -> list[Fault]:
    """The value is right when the reckoned one rounds to it at the decimals that it was typed with; else one of the three
    numbers is wrong, and no reason makes them agree."""
    reckoned = claim.reckoned
    if reckoned is None or claim.value is None:
        return []
    exponent = claim.value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if abs(reckoned - claim.value) * 2 <= Decimal(1).scaleb(-places):
        return []
    said = figure(rounded(reckoned, max(2, places)), claim.unit)
    sentence = f"分子÷分母算出来是{said}，和填的{figure(claim.value, claim.unit)}对不上。数值可以留空，由系统算。"
    return [("value", sentence)]


def _jump(name: str, now: Decimal | None, before: Decimal | None, year: int) -> list[str]:
    if now is None or not before or (now and now * LEAST_JUMP > before and now < before * LEAST_JUMP):
        return []
    if not now:
        return [f"{name}是0，{year}年是{plain(before)}"]
    times = now / before if now > before else before / now
    unit = _slipped_unit(times)
    hint = f"，差约{unit}倍，是不是单位不一样" if unit else ""
    if now > before:
        return [f"{name}{plain(now)}是{year}年{plain(before)}的{plain(rounded(times, 1))}倍{hint}"]
    share = "只有" if times == LEAST_JUMP else "不到"
    return [f"{name}{plain(now)}{share}{year}年{plain(before)}的十分之一{hint}"]


def _slipped_unit(times: Decimal) -> str:
    """A factor near a unit of counting: 人 written as 万人, g as kg."""
    for size, word in ((100, "100"), (1000, "1000"), (10_000, "1万"), (10**8, "1亿")):
        if Decimal(size) * Decimal("0.7") <= times <= Decimal(size) * Decimal("1.4"):
            return word
    return ""
