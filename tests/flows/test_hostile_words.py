"""Words that try to be code stay words: on every page, in every table that leaves the house, in names of files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.flows.test_doors import TABLE, content_of
from tests.flows.world import World, build_world
from weicheng.ground.evidence.services import store_file
from weicheng.work.plans.models import Plan, Task

pytestmark = pytest.mark.django_db

POISON = "<b>x\"on=y '{{7*7}}"
SHORTEST = "<b>x"  # the beginning, which every field keeps however short it is
MUST_SHOW_IT = {
    "home", "plans:list", "plans:detail", "plans:paper", "plans:review", "plans:row", "plans:publish",
    "plans:withdraw", "ledger:list", "ledger:timeline", "ledger:matrix", "ledger:task", "ledger:task-edit",
    "ledger:feeds", "org:units", "org:unit", "org:people", "org:person", "org:groups", "org:accounts", "org:account",
    "jobs:status", "audit", "campaigns:settings", "search",
}  # fmt: skip


@pytest.fixture
def poisoned(db: None) -> World:
    return build_world(POISON)


def markup_of(page: str) -> str:
    """The page without its islands of JSON, where only < matters."""
    for island in re.findall(r"<script[^>]*application/json[^>]*>(.*?)</script>", page, re.S):
        assert "<" not in island
        page = page.replace(island, "")
    return page


@pytest.mark.parametrize("role", ["office", "liaison", "auditor", "admin"])
def test_every_page_shows_hostile_words_as_words(poisoned, role):
    client = Client()
    client.force_login(poisoned.users[role])
    shown = set()
    for name, word, _, _ in TABLE:
        for asked in ({}, {"q": POISON, "name": POISON, "edit": "1", "who": POISON, "what": POISON}):
            answer = client.get(reverse(name, args=poisoned.args[word]), asked, follow=True)
            if not answer.get("Content-Type", "").startswith("text/html"):
                continue
            page = markup_of(content_of(answer))
            assert SHORTEST not in page, f"{name}: a tag of the poison stands in the page"
            assert 'x"on=y' not in page, f"{name}: a quotation mark of the poison ends an attribute"
            if "&lt;b&gt;x" in page:
                shown.add(name)
    if role == "office":
        assert shown >= MUST_SHOW_IT, MUST_SHOW_IT - shown


def test_partial_answers_and_their_messages_carry_no_tags(poisoned):
    client = Client()
    client.force_login(poisoned.users["office"])
    for name in ("plans:row-save", "plans:owner-create", "plans:row-merge", "plans:row-split", "ledger:task-edit"):
        word = {"plans:owner-create": "owner", "ledger:task-edit": "task"}.get(name, "row")
        sent = {"version": 1, "title": POISON, "name": POISON, "at": 3, "deadline_text": POISON, "due_on": POISON}
        answer = client.post(reverse(name, args=poisoned.args[word]), sent, headers={"HX-Request": "true"})
        assert SHORTEST not in markup_of(content_of(answer)), name
        assert 'x"on=y' not in content_of(answer), name
        assert "\n" not in answer.headers.get("HX-Trigger", "")


FORMULAS = ('=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(1)", "\t=1", "＝1+1", "\n=1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_an_exported_table_is_a_formula(formula):
    world = build_world()
    Task.objects.filter(pk=world.task_pk).update(title=formula, note=formula)
    client = Client()
    client.force_login(world.users["office"])
    text = client.get(reverse("ledger:export", args=["csv"])).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(formula.strip() in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\n＝")] == []
    for kind in ("xlsx", "units"):
        content = client.get(reverse("ledger:export", args=[kind])).getvalue()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        values = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
        assert any(formula.strip() in str(cell) for cell in values)
        assert b"<f>" not in _parts(content)


def _parts(content: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))


@pytest.mark.parametrize(
    "name", ['a"; filename="b.exe', "方案\r\nSet-Cookie: x=1.docx", "../../etc/passwd", "\u202ecod.exe", "%0d%0aX: y"]
)
def test_the_name_of_a_file_reaches_no_other_header(name):
    world = build_world()
    plan = Plan.objects.get(pk=world.args["published"][0])
    Plan.objects.filter(pk=plan.pk).update(file_name=name)
    client = Client()
    client.force_login(world.users["office"])
    answer = client.get(reverse("plans:original", args=[plan.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Disposition"]
    assert not answer.has_header("Set-Cookie") or "x=1" not in answer["Set-Cookie"]


def test_what_a_zip_says_of_itself_becomes_no_header():
    import zipfile

    from weicheng.ground.org.tests.factories import UserFactory

    for said in ("text/html", "a/b\r\nX-Evil: 1", "x" * 190, "application/epub+zip"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", said)
        out.seek(0)
        stored = store_file(out, name="包.zip", by=UserFactory())
        assert stored.media_type == (said if said == "application/epub+zip" else "application/zip")
