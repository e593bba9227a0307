"""How near the end of something is, as the list of lapses and the notices count it."""

from datetime import date

from weicheng.ground.evidence.choices import LAPSE_DAYS, Lapse


def lapse_of(valid_until: date, today: date) -> Lapse | None:
    """The step that holds today, None if the end is more than 90 days away; the last day itself still counts as valid."""
    days = (valid_until - today).days
    if days < 0:
        return Lapse.GONE
    return next((step for step, most in LAPSE_DAYS.items() if days <= most), None)
