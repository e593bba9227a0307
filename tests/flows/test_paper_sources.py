"""What the work rooms have to say becomes a draft that could go out as it is: complete, and passed by the checker."""

from __future__ import annotations

import pytest

from tests.sample import loaded
from weicheng.ground.org.models import User
from weicheng.ground.papers import rendering
from weicheng.ground.papers.official_choices import ENDINGS, OfficialKind
from weicheng.ground.papers.services.drafting import save_draft, start_draft
from weicheng.ground.papers.sources import sources_of

pytestmark = pytest.mark.django_db
WANTED = {
    "notice": {"meetings.call", "plans.notice"},
    "circular": {"letters.late", "meetings.circular"},
    "minutes": {"meetings.minutes"},
    "plan": {"plans.open"},
    "report": {"reports.summary"},
}


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker) as campaign:
        yield campaign


@pytest.mark.parametrize("kind", WANTED)
def test_every_source_fills_a_draft_that_the_checker_passes(sample, kind):
    office = User.objects.get(username="zhou")
    assert {source.code for source in sources_of(kind)} >= WANTED[kind]
    for source in sources_of(kind):
        offered = source.choices(sample, office)
        assert offered, source.code
        paper = start_draft(by=office, campaign=sample, kind=kind, source=source.code, key=offered[0][0])
        assert paper.title.endswith(ENDINGS[OfficialKind(kind)]) and paper.body.strip() and paper.source_label, (
            source.code
        )
        more = {"signer": "季某", "addressees": "区人民政府"} if kind == "report" else {}
        ready = save_draft(by=office, paper=paper, version=paper.version, values={"printed_by": "区创卫办", **more})
        found = rendering.checked(ready).findings
        assert [(source.code, one.rule.id, one.where, one.found) for one in found] == []


def test_a_key_that_nobody_offered_gives_nothing(sample):
    office = User.objects.get(username="zhou")
    for kind in WANTED:
        for source in sources_of(kind):
            if source.code not in ("letters.late", "plans.open"):
                assert source.fill(sample, office, "999999999") is None
                assert source.fill(sample, office, "../x") is None
