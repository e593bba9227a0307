"""An edition with a few indicators, values handed in through the real services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

from weicheng.ground.standards.models import Chapter, Clause, Edition, Indicator, Limit, Target, Verification
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.reading import Period, Typed
from weicheng.work.indicators.services.checking import check_value
from weicheng.work.indicators.services.filling import save_value


def make_edition(code="nat-2021", **values) -> Edition:
    values = {
        "title": "国家卫生城市标准",
        "short_title": "国家2021版",
        "authority": "national",
        "digest": "0" * 64,
    } | values
    return Edition.objects.create(code=code, **values)


def make_indicator(edition, key, judge="GE", value="90", confidence="S", **values) -> Indicator:
    """An indicator with its target for a city."""
    grade, years, level = values.pop("grade", ""), values.pop("years", 1), values.pop("level", "city")
    chapter, _ = Chapter.objects.get_or_create(
        edition=edition, number=values.pop("chapter", 1), defaults={"title": "组织"}
    )
    clause = Clause.objects.create(edition=edition, chapter=chapter, key=f"c-{key}", title=f"条款{key}", gist="要点")
    fields = {"name": f"指标{key}", "unit": "%", "order": Indicator.objects.count(), "years": years, "clause": clause,
              "factor": 100, "numerator": "达标数", "denominator": "总数"}  # fmt: skip
    made = Indicator.objects.create(edition=edition, key=key, **(fields | values))
    number = None if value is None else Decimal(value)
    Target.objects.create(
        indicator=made, level=level, judge=judge, value=number, grade=grade, years=years, confidence=confidence
    )
    return made


def make_limit(key="fly-facility", on=date(2012, 4, 1), until=None, c="85", **values) -> Limit:
    edition = make_edition(f"gbt-{key}-{on.year}", kind="limits", title="蝇", short_title=f"GB/T 27772-{on.year}",
                           effective_from=on, effective_to=until)  # fmt: skip
    fields = {"subject": "蝇", "measure": "防蝇设施合格率", "unit": "%", "judge": "GE", "a": "95", "b": "90", "c": c,
              "confidences": {"c": "S"}}  # fmt: skip
    return Limit.objects.create(edition=edition, key=key, **(fields | values))


def typed(value="", **values) -> Typed:
    return Typed(value=str(value), **({"source_title": "统计年报"} | values))


def fill(by, campaign, indicator, value="", year=2025, **values) -> ValueEntry:
    """Handed in; ``check=somebody`` and it is checked."""
    checker, submit, key = values.pop("check", None), values.pop("submit", True), values.pop("key", None) or uuid4()
    span, number, subject = values.pop("span", "year"), values.pop("number", 1), values.pop("subject", None)
    entry = save_value(
        by=by, campaign=campaign, indicator=indicator, period=Period(year, span, number, subject),
        typed=typed(value, **values), key=key, submit=submit,
    )  # fmt: skip
    return check_value(by=checker, entry=entry) if checker else entry


def verify(by, edition, key, value, field="value", subject="target") -> Verification:
    return Verification.objects.create(
        edition=edition, subject=subject, key=key, field=field, value=value, source="正式文本", reason="已核对", by=by
    )
