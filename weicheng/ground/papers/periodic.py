"""Once a day: incoming papers whose answer is due or late."""

from datetime import datetime

from django.utils import timezone

from weicheng.ground.kernel.periodic import periodic
from weicheng.ground.papers.services.incoming import tell_of_replies


@periodic("papers.replies", daily="08:00")
def tell(since: datetime | None) -> None:
    tell_of_replies(timezone.localdate())
