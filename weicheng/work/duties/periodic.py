"""Once a day: what falls due of the duties is written ahead, and what a downtime left out."""

from datetime import datetime

from django.utils import timezone

from weicheng.ground.kernel.periodic import periodic
from weicheng.work.duties.services.generation import generate_all


@periodic("duties.generate", daily="00:10")
def write_ahead(since: datetime | None) -> None:
    generate_all(timezone.localdate())
