"""Words of the values: their period, their state, what 持续 means."""

from django.db import models

from weicheng.engines.judging.model import Outcome, TrendRule


class Span(models.TextChoices):
    """How long a period a value is of. A year is judged by the value of the whole year."""

    YEAR = "year", "全年"
    QUARTER = "quarter", "季度"
    MONTH = "month", "月度"


PERIODS = {Span.YEAR: 1, Span.QUARTER: 4, Span.MONTH: 12}


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    CHECKED = "checked", "已审核"
    RETURNED = "returned", "退回"
    REPLACED = "replaced", "已更正"


class Trend(models.TextChoices):
    STRICT = TrendRule.STRICT.value, "三年逐年变好"
    ENDS = TrendRule.ENDS.value, "最后一年好过第一年"


# In the order of the bar: what is reached first, what is not known last.
OUTCOMES = (Outcome.MET, Outcome.TREND, Outcome.MISSED, Outcome.MISSING, Outcome.UNVERIFIED)
OUTCOME_ICONS = {
    Outcome.MET: ("done", "circle-check"),
    Outcome.TREND: ("doing", "trending-up"),
    Outcome.MISSED: ("late", "circle-x"),
    Outcome.MISSING: ("todo", "circle-dashed"),
    Outcome.UNVERIFIED: ("due", "help-circle"),
}
