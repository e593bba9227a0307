"""What the reader gives: the plan itself and its rows. Field names and meanings follow the annotation guide of the project."""

from dataclasses import asdict, dataclass, field
from typing import Any

from weicheng.engines.reader.document import Locator

CATEGORIES = (
    "organisation", "publicity_education", "city_appearance", "environment", "public_places", "food_water",
    "disease_control", "vector_control", "units_communities", "infrastructure", "supervision", "archives",
    "reporting", "funding", "other",
)  # fmt: skip


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Owner:
    """``name`` is an exact substring of the text; ``role`` is "lead", "coop" or "report"."""

    name: str
    role: str = "lead"
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Quantity:
    """``comparator`` is one of = >= <= > <; ``unit`` is as written, with % for ％ and 百分之."""

    text: str
    value: float
    unit: str
    comparator: str = "="
    object: str = ""


@dataclass(slots=True)
class Row:
    """One thing to do or to achieve: ``text[start:end] == quote`` in the extracted text."""

    quote: str
    start: int
    end: int
    title: str
    owners: list[Owner] = field(default_factory=list)
    deadline_text: str | None = None
    deadline: str | dict[str, str | None] | None = None  # ISO date, or {"start", "end"}
    recurrence_text: str | None = None
    recurrence: str | None = None  # RRULE
    count: dict[str, Any] | None = None  # {"value", "comparator", "per"}: a quota
    quantities: list[Quantity] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    category: str = "other"
    confidence: float = 0.5
    doubts: list[str] = field(default_factory=list)  # Chinese sentences: why the reader abstains or is unsure
    locator: Locator = field(default_factory=Locator)
    basis: str = "sentence"  # "sentence" or "table"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Phase:
    name: str
    start: str | None = None
    end: str | None = None
    text: str = ""


@dataclass(slots=True)
class Target:
    """A figure that the paper sets for the whole campaign."""

    text: str
    object: str
    value: float
    unit: str
    comparator: str


@dataclass(slots=True)
class Plan:
    """The paper itself; what it does not say is None or empty."""

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    year: int | None = None
    year_source: str | None = None  # "given", "number", "date", "title", "text"
    basis: list[str] = field(default_factory=list)
    campaign: str | None = None
    sought_title: str | None = None
    phases: list[Phase] = field(default_factory=list)
    organisation: list[dict[str, str]] = field(default_factory=list)  # {"body", "post", "name", "duty", "seat"}
    targets: list[Target] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    text: str
    plan: Plan
    rows: list[Row]
    warnings: list[str] = field(default_factory=list)
