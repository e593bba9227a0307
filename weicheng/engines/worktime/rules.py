"""RRULE strings from units and places in a period."""

WEEKDAYS = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU"}
WEEKDAYS |= {"1": "MO", "2": "TU", "3": "WE", "4": "TH", "5": "FR", "6": "SA", "7": "SU"}
ORDER = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {
    "day": ("DAILY", 1), "week": ("WEEKLY", 1), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "half": ("MONTHLY", 6),
    "year": ("YEARLY", 1), "hour": ("HOURLY", 1), "minute": ("MINUTELY", 1),
}  # fmt: skip


def rule(unit: str, interval: int = 1, **parts: str | int) -> str:
    """FREQ, INTERVAL where it is not 1, and the BY parts in the order given."""
    frequency, step = _FREQUENCIES[unit]
    pieces = [f"FREQ={frequency}"]
    if step * interval != 1:
        pieces.append(f"INTERVAL={step * interval}")
    return ";".join(pieces + [f"{name.upper()}={value}" for name, value in parts.items()])


def weekdays(first: str, last: str) -> list[str]:
    """MO to FR for 周一至周五, round the week's end where it must be."""
    start, stop = ORDER.index(WEEKDAYS[first]), ORDER.index(WEEKDAYS[last])
    return [ORDER[(start + i) % 7] for i in range((stop - start) % 7 + 1)]
