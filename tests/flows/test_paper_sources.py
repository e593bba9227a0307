"""What the work rooms have to say becomes a draft that could go out as it is: complete, and passed by the checker."""

from __future__ import annotations

import re

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


DEFECTS = {
    "done is said twice": r"完成[^。；]*已完成",
    "a word and the same in brackets": r"([\w《》]{2,12})（\1）",
    "a blank inside running text": r"[\u4e00-\u9fff] +[\u4e00-\u9fff]",
    "nobody is counted": r"(?<!\d)0人",
    "a resolution that nobody recorded": r"研究同意",
    "two marks in a row": r"[。；，：][。；，：]",
    "announces what does not follow": r"如下。\Z",
    "the day is said twice": r"(\d+月\d+日)[^。]*（\1）",
}


@pytest.mark.parametrize("kind", WANTED)
def test_no_draft_says_a_thing_twice_or_what_nobody_recorded(sample, kind):
    office = User.objects.get(username="zhou")
    found = []
    for source in sources_of(kind):
        for key, word in source.choices(sample, office)[:4]:
            made = source.fill(sample, office, key)
            text = f"{made.title}\n{made.body}"
            found += [(word, name, match[0]) for name, defect in DEFECTS.items() if (match := re.search(defect, text))]
    assert found == []


def test_a_summary_never_counts_more_done_than_there_are(sample):
    office = User.objects.get(username="zhou")
    [source] = [source for source in sources_of("report") if source.code == "reports.summary"]
    for key, word in source.choices(sample, office):
        body = source.fill(sample, office, key).body
        total, done = map(int, re.search(r"台账共(\d+)项任务，[^，。]*累计完成(\d+)项", body).groups())
        assert done <= total, word


def test_a_key_that_nobody_offered_gives_nothing(sample):
    office = User.objects.get(username="zhou")
    for kind in WANTED:
        for source in sources_of(kind):
            if source.code not in ("letters.late", "plans.open"):
                assert source.fill(sample, office, "999999999") is None
                assert source.fill(sample, office, "../x") is None
