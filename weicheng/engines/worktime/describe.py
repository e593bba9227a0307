"""A calendar rule in the words of an office: FREQ=MONTHLY;BYDAY=-1FR is 每月最后一个星期五."""

import re

from weicheng.engines.worktime.rules import ORDER

_DAYS = dict(zip(ORDER, "一二三四五六日", strict=True))
_NUMBERS = "〇一二三四五六七八九十"
_EACH = {"DAILY": ("每天", "天"), "WEEKLY": ("每周", "周"), "YEARLY": ("每年", "年"), "HOURLY": ("每小时", "小时")}
_EACH |= {"MINUTELY": ("每分钟", "分钟"), "MONTHLY": ("每月", "个月")}
_QUARTER_MONTHS = {"1,4,7,10": "每季度首月", "2,5,8,11": "每季度第二个月", "3,6,9,12": "每季度末月"}


def describe_rule(rrule: str) -> str:
    """The rule in Chinese; reading the words gives the rule back, but for a last day that stands beside other days."""
    parts = dict(part.split("=") for part in rrule.upper().removeprefix("RRULE:").split(";") if part)
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    months = parts.get("BYMONTH")
    if frequency != "YEARLY" and months:
        inner = describe_rule(";".join(f"{k}={v}" for k, v in parts.items() if k != "BYMONTH"))
        return f"每年{_months(months)}{inner}"
    if frequency == "YEARLY":
        return _yearly(interval, months, parts)
    return _each(frequency, interval) + _place(parts, of_many=interval > 1)


def _each(frequency: str, interval: int) -> str:
    if frequency == "MONTHLY" and interval in (3, 6):
        return "每季度" if interval == 3 else "每半年"
    one, unit = _EACH[frequency]
    if interval == 1:
        return one
    return f"每两{unit}" if interval == 2 else f"每{interval}{unit}"


def _yearly(interval: int, months: str | None, parts: dict[str, str]) -> str:
    if not months:
        return _each("YEARLY", interval)
    if parts.get("BYMONTHDAY") == "-1" and months in ("3,6,9,12", "6,12"):
        return "每季度末" if months == "3,6,9,12" else "每半年末"
    if months in _QUARTER_MONTHS and not re.search(r"[A-Z]", parts.get("BYDAY", "")):
        return _QUARTER_MONTHS[months] + _place(parts)
    return _each("YEARLY", interval) + _months(months) + _place(parts)


def _months(months: str) -> str:
    numbers = [int(month) for month in months.split(",")]
    run = [(numbers[0] - 1 + i) % 12 + 1 for i in range(len(numbers))]
    if len(numbers) > 2 and numbers == run:
        return f"{numbers[0]}月至{numbers[-1]}月"
    return "、".join(f"{month}月" for month in numbers)


def _place(parts: dict[str, str], of_many: bool = False) -> str:
    if "BYMONTHDAY" in parts:
        return _days_of_month(parts["BYMONTHDAY"].split(","))
    if "BYDAY" not in parts:
        return ""
    days = parts["BYDAY"].split(",")
    if days[0][:-2]:
        return _nth(days)
    if days == list(ORDER[:5]):
        return "的周一至周五" if of_many else "一至周五"
    names = "、".join(_DAYS[day] for day in days)
    return f"的周{names}" if of_many or parts["FREQ"] != "WEEKLY" else names


def _days_of_month(days: list[str]) -> str:
    names = "、".join(f"{day}日" for day in days if day != "-1")
    return f"{names}和最后一天" if names and "-1" in days else names or "最后一天"


def _nth(days: list[str]) -> str:
    if days[0].startswith("-1"):
        return f"最后一个星期{_DAYS[days[0][-2:]]}"
    ordinals = "、".join(f"第{_NUMBERS[int(day[:-2])]}" for day in days)
    return f"{ordinals}个星期{_DAYS[days[0][-2:]]}"
