"""The burden meter counts what the audit trail records."""

from weicheng.doors.web.audit_words import ACTIONS
from weicheng.work.reports.selectors.burden import COSTS


def test_every_form_that_costs_minutes_is_one_that_is_recorded() -> None:
    assert set(COSTS) <= set(ACTIONS)
