"""Festivals of the lunar calendar and the two solar terms that offices name, by year."""

from datetime import date, timedelta
from functools import lru_cache

_DAYS_AFTER_NEW_YEAR = {"春节": 0, "除夕": -1, "元宵": 14, "腊月廿三": -7}
_METHODS = {"端午": "dragon_boat_date", "中秋": "mid_autumn_date", "重阳": "double_ninth_date"}
SOLAR_TERMS = {"清明": "qingming_date", "冬至": "winter_solstice_date"}


@lru_cache(maxsize=512)
def festival(name: str, year: int) -> date | None:
    """The day of a festival in a calendar year (春节 of 2013 is 2013-02-10), None where the tables do not reach."""
    from holidays.calendars.chinese import _ChineseLunisolar  # 0.1 s, only when a paper names a festival

    calendar = _ChineseLunisolar()
    if name in _DAYS_AFTER_NEW_YEAR:
        found = calendar.lunar_new_year_date(year)[0]
        return found and found + timedelta(days=_DAYS_AFTER_NEW_YEAR[name])
    method = _METHODS.get(name) or SOLAR_TERMS[name]
    return getattr(calendar, method)(year)[0]
