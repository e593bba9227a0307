"""A data folder of its own for each test; the office, a unit with its liaison, a standard with three clauses."""

import pytest

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import preparing
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.standards.choices import Authority, EditionKind
from weicheng.ground.standards.models import Chapter, Clause, Edition


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Every test has a data folder of its own."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def edition(db):
    fields = {field.name for field in Edition._meta.fields}
    values = {
        "code": "nat-test",
        "version": "1",
        "kind": EditionKind.STANDARD,
        "title": "国家卫生城市标准（试验）",
        "short_title": "试验版",
        "authority": Authority.NATIONAL,
        "digest": "0" * 64,
    }
    return Edition.objects.create(**{name: value for name, value in values.items() if name in fields})


@pytest.fixture
def clauses(edition):
    chapter = Chapter.objects.create(edition=edition, number=1, title="爱国卫生组织管理")
    titles = ("纳入规划", "病媒生物防制", "市容环境卫生")
    return [
        Clause.objects.create(
            edition=edition, chapter=chapter, key=f"c{place}", number=str(place), title=title, gist=title, order=place
        )
        for place, title in enumerate(titles, 1)
    ]


@pytest.fixture
def campaign(edition):
    return CampaignFactory(code="QHE", edition=edition)


@pytest.fixture
def clerk(db):
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def bureau(db):
    return UnitFactory(code="CG", name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def liaison(bureau):
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def finish():
    """Do what waits, as the worker would."""

    def inner():
        for job in Job.objects.filter(kind=preparing.JOB_KIND, state="queued"):
            jobs.run_inline(job)
            job.refresh_from_db()
            assert job.state == "done", job.error
        return StoredFile.objects.count()

    return inner
