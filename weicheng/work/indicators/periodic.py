"""Once a day: units hear what figures they owe."""

from datetime import datetime

from django.utils import timezone

from weicheng.ground.kernel.periodic import periodic
from weicheng.work.indicators.services.reminding import remind_all


@periodic("indicators.remind", daily="08:10")
def remind(since: datetime | None) -> None:
    remind_all(timezone.localdate())
