"""The pages: a unit sees only its own rows, agrees in one press, keeps what it typed; the office rules and reminds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.consultation.asking import asks_of
from weicheng.work.consultation.choices import Ruling, Verb
from weicheng.work.consultation.models import Receipt, Reply
from weicheng.work.consultation.services.replying import reply_rows
from weicheng.work.plans.services.publishing import Decisions, publish_plan
from weicheng.work.plans.tests.factories import RowFactory

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden(plan, unit) -> list[str]:
    return [f"{ask.row.pk}:{ask.print}" for ask in asks_of(plan, [unit.pk])]


@pytest.fixture
def unit_page(round_, bureau) -> str:
    return f"/consultation/rounds/{round_.pk}/units/{bureau.pk}/"


def test_a_unit_sees_its_rows_beside_the_sentence_and_no_other(wang, plan, unit_page, water) -> None:
    RowFactory(plan=plan, title="清洗供水水箱", lead=water, start=18, end=34)
    page = browser(wang).get(unit_page).content.decode()
    assert "新建公厕4座" in page and "区城管局牵头" in page
    assert "清洗供水水箱" not in page
    assert browser(wang).get(f"/plans/{plan.pk}/review/").status_code == 404


def test_another_unit_is_not_let_in(shui, unit_page, round_) -> None:
    assert browser(shui).get(unit_page).status_code == 404
    assert browser(shui).post(unit_page, {"verb": "agree"}).status_code == 404
    assert "背街小巷整治方案" not in browser(shui).get("/consultation/").content.decode()


def test_all_are_agreed_to_in_one_press(wang, plan, bureau, unit_page) -> None:
    client = browser(wang)
    client.post(unit_page, {"row": hidden(plan, bureau), "verb": "agree"})
    client.post(unit_page, {"row": hidden(plan, bureau), "verb": "agree"})
    assert Reply.objects.filter(verb=Verb.AGREE).count() == 3
    assert "都已答复" in client.get("/consultation/").content.decode()


def test_a_refused_objection_keeps_what_was_typed(wang, plan, bureau, unit_page) -> None:
    sent = {"row": hidden(plan, bureau)[0], "verb": "owner", "reason": "管网归水务局管"}
    answer = browser(wang).post(unit_page, sent)
    assert answer.status_code == 422
    assert "管网归水务局管" in answer.content.decode() and "请选建议由哪个单位负责" in answer.content.decode()
    assert not Reply.objects.exists()


@pytest.mark.parametrize("row", ["x", "1", "1:", "99999999999999999999:ab", ":::"])
def test_a_made_up_row_is_answered_in_words(wang, unit_page, row) -> None:
    assert browser(wang).post(unit_page, {"row": row, "verb": "agree"}).status_code == 302
    assert not Reply.objects.exists()


def test_the_office_rules_on_the_page_and_a_second_press_changes_nothing(wang, clerk, plan, round_, bureau, water):
    rows = [(ask.row.pk, ask.print) for ask in asks_of(plan, [bureau.pk])][:1]
    reply_rows(by=wang, round_=round_, unit=bureau, rows=rows, verb="owner", reason="归水务局", to_unit=water)
    client, reply = browser(clerk), Reply.objects.get()
    page = client.get(f"/consultation/plans/{plan.pk}/").content.decode()
    assert "待裁定1条" in page and "青禾区水务局" in page
    for _ in range(2):
        client.post(f"/consultation/replies/{reply.pk}/rule/", {"verdict": "take", "how": "owner"})
    reply.refresh_from_db()
    assert (reply.ruling, reply.outcome) == (Ruling.TAKEN, "改由青禾区水务局负责")
    assert "归水务局" in client.get("/consultation/disputes/").content.decode()


def test_the_publish_page_says_what_is_open(wang, clerk, plan, round_, bureau) -> None:
    rows = [(ask.row.pk, ask.print) for ask in asks_of(plan, [bureau.pk])]
    reply_rows(by=wang, round_=round_, unit=bureau, rows=rows, verb="object", reason="没有钱")
    page = browser(clerk).get(f"/plans/{plan.pk}/publish/").content.decode()
    assert "3条意见还没有裁定，3家单位还没有答复完" in page


def test_after_publishing_a_unit_signs_on_one_page(wang, clerk, plan, toilets, bureau) -> None:
    publish_plan(by=clerk, plan=plan, decisions=Decisions(only_checked=False))
    client = browser(wang)
    assert "1项任务要签收" in client.get("/consultation/").content.decode()
    address = f"/consultation/plans/{plan.pk}/receipts/{bureau.pk}/"
    for _ in range(2):
        client.post(address)
    assert Receipt.objects.count() == 1
    page = browser(clerk).get(f"/consultation/plans/{plan.pk}/receipts/").content.decode()
    assert "1家单位都已签收" in page and "王某" in page


def test_the_queries_do_not_grow_with_rows_and_units(clerk, plan, round_) -> None:
    client = browser(clerk)
    pages = ("/consultation/", f"/consultation/plans/{plan.pk}/", "/consultation/disputes/")

    def asked() -> list[int]:
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as found:
                assert client.get(page).status_code == 200
            counts.append(len(found))
        return counts

    def more(number: int) -> None:
        for _ in range(number):
            unit = UnitFactory()
            liaison = user_with_role(Role.LIAISON, unit)
            row = RowFactory(plan=plan, lead=unit)
            shown = [(ask.row.pk, ask.print) for ask in asks_of(plan, [unit.pk])]
            assert shown[0][0] == row.pk
            reply_rows(by=liaison, round_=round_, unit=unit, rows=shown, verb="object", reason="没有钱")

    more(2)
    few = asked()
    more(8)
    assert asked() == few
