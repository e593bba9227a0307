"""Factories for tests of this room and of those above it."""

import factory
from factory.django import DjangoModelFactory

from weicheng.ground.standards.choices import Authority, Confidence, Judge, Level
from weicheng.ground.standards.models import Chapter, Clause, Edition, Indicator, Target
from weicheng.ground.standards.services.loading import load_library


class EditionFactory(DjangoModelFactory[Edition]):
    """A made-up standard without clauses."""

    class Meta:
        model = Edition

    code = factory.Sequence(lambda n: f"edition-{n}")
    title = factory.Sequence(lambda n: f"卫生城区标准第{n}版")
    short_title = factory.SelfAttribute("title")
    authority = Authority.NATIONAL
    levels = [Level.CITY, Level.COUNTY]
    digest = "0" * 64


class ChapterFactory(DjangoModelFactory[Chapter]):
    class Meta:
        model = Chapter

    edition = factory.SubFactory(EditionFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"第{n}方面")


class ClauseFactory(DjangoModelFactory[Clause]):
    class Meta:
        model = Clause

    chapter = factory.SubFactory(ChapterFactory)
    edition = factory.SelfAttribute("chapter.edition")
    key = factory.Sequence(lambda n: f"clause-{n}")
    number = factory.Sequence(lambda n: str(n + 1))
    number_confidence = Confidence.SEEN
    title = factory.Sequence(lambda n: f"第{n}项要求")
    gist = "道路平整，果皮箱完好。"
    confidence = Confidence.SEEN
    order = factory.Sequence(int)


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator

    edition = factory.SubFactory(EditionFactory)
    key = factory.Sequence(lambda n: f"indicator-{n}")
    name = factory.Sequence(lambda n: f"第{n}项指标")
    unit = "%"
    order = factory.Sequence(int)


class TargetFactory(DjangoModelFactory[Target]):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    level = Level.CITY
    judge = Judge.GE
    value = 90
    confidence = Confidence.SEEN


def national_2021() -> Edition:
    """The real national standard of 2021 with the whole library beside it; loaded where it is not there yet."""
    load_library()
    return Edition.objects.filter(code="nat-2021").latest("version")
