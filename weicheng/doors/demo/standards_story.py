"""The sample office has held some figures against papers it has at hand; one it corrected and took back."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.standards.services.verifying import verify_figure, withdraw_verification

MADE_UP = "示例依据：请按手头的正式文本核定"
FIGURES = (
    ("target", "satisfaction-rate/city", "value", "90"),
    ("target", "lit-roads/city", "value", "100"),
    ("target", "main-road-cleaning/city", "value", "16"),
    ("clause", "markets", "number", "16"),
)


def tell(campaign: Campaign, office: User) -> None:
    edition = campaign.edition
    if edition is None:
        return
    for subject, key, field, value in FIGURES:
        verify_figure(
            by=office, edition=edition, subject=subject, key=key, field=field, value=value, source=MADE_UP,
            reason="演示怎样核定；正式使用时写文件、页码和核对人。",
        )  # fmt: skip
    wrong = verify_figure(
        by=office, edition=edition, subject="target", key="park-area/city", field="value", value="8.5", source=MADE_UP,
        reason="演示：照2014版填的，后来发现不对。",
    )  # fmt: skip
    withdraw_verification(by=office, verification=wrong, reason="8.5是2014版的数，不是2021版的。")
