import json

import pytest
from django.utils import timezone

from weicheng.ground.kernel import audit, chain, heads
from weicheng.ground.kernel.models import AuditEvent, ChainHead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def sealed() -> list[AuditEvent]:
    """Nine sealed rows in three batches, so that the file holds three heads."""
    for batch in range(3):
        for row in range(3):
            audit.record("test.done", label=f"{batch}-{row}", after={"值": 1.5, "份数": 100.0, "中文": "完成"})
        chain.seal()
    return list(AuditEvent.objects.order_by("number"))


def problems() -> str:
    return "\n".join(chain.verify().problems)


def recompute_from(number: int) -> None:
    """What somebody with the whole database in hand would do after a change: make the hashes fit again."""
    previous = AuditEvent.objects.filter(number=number - 1).values_list("digest", flat=True).first() or ""
    for row in AuditEvent.objects.filter(number__gte=number).order_by("number"):
        row.previous = previous
        row.digest = previous = chain.digest_of(row, row.number, previous)
        row.save()
    ChainHead.objects.update(digest=previous)


def test_an_untouched_trail_is_sound(sealed):
    report = chain.verify()
    assert report.problems == []
    assert (report.checked, report.head, report.unsealed) == (9, sealed[-1].digest, 0)


def test_an_empty_trail_is_sound():
    assert chain.seal() == 0
    assert chain.verify().problems == []


def test_rows_not_yet_sealed_are_counted_and_no_problem(sealed):
    audit.record("test.done")
    report = chain.verify()
    assert (report.unsealed, report.problems) == (1, [])


@pytest.mark.parametrize(
    "change",
    [
        {"actor_name": "别人"},
        {"after": {"值": 2}},
        {"reason": "补"},
        {"at": timezone.now()},
        {"object_id": "7"},
        {"unit_id": 3},
    ],
)
def test_an_edited_row_is_found(sealed, change):
    AuditEvent.objects.filter(pk=sealed[4].pk).update(**change)
    assert "第5条" in problems()
    assert "内容与摘要不符" in problems()


def test_two_swapped_rows_are_found(sealed):
    a, b = sealed[3], sealed[5]
    AuditEvent.objects.filter(pk=a.pk).update(number=None)
    AuditEvent.objects.filter(pk=b.pk).update(number=a.number, previous=a.previous, digest=a.digest)
    AuditEvent.objects.filter(pk=a.pk).update(number=b.number, previous=b.previous, digest=b.digest)
    assert "第4条" in problems()
    assert "第6条" in problems()


def test_a_deleted_row_is_found(sealed):
    sealed[4].delete()
    assert "第5条不见了" in problems()


def test_a_deleted_row_is_found_even_when_the_numbers_are_closed_up(sealed):
    sealed[4].delete()
    for row in AuditEvent.objects.filter(number__gt=5).order_by("number"):
        AuditEvent.objects.filter(pk=row.pk).update(number=row.number - 1)
    assert "内容与摘要不符" in problems()


def test_a_cut_tail_is_found(sealed):
    AuditEvent.objects.filter(number__gt=7).delete()
    assert "末尾少了2条" in problems()


def test_a_cut_tail_is_found_even_when_the_head_in_the_table_was_adjusted(sealed):
    AuditEvent.objects.filter(number__gt=6).delete()
    ChainHead.objects.update(number=6, digest=sealed[5].digest)
    assert "末尾少了3条：应到第9条" in problems()


def test_a_chain_rewritten_as_a_whole_is_found_by_the_heads_in_the_file(sealed):
    AuditEvent.objects.filter(number=2).update(reason="事后补的")
    recompute_from(2)
    assert "与链头文件不符" in problems()


def test_an_altered_line_of_the_heads_file_is_found(sealed):
    lines = heads.path().read_text().splitlines()
    head = json.loads(lines[1])
    head["digest"] = "0" * 64
    heads.path().write_text("\n".join([lines[0], json.dumps(head), lines[2], ""]))
    assert "链头文件第2行被改动过" in problems()


def test_a_line_cut_out_of_the_heads_file_is_found(sealed):
    lines = heads.path().read_text().splitlines()
    heads.path().write_text("\n".join([lines[0], lines[2], ""]))
    assert "链头文件第2行" in problems()


@pytest.mark.parametrize("kept", [0, 2])
def test_a_heads_file_cut_short_or_lost_is_found(sealed, kept):
    lines = heads.path().read_text().splitlines()
    heads.path().write_text("".join(f"{line}\n" for line in lines[:kept]))
    assert "链头文件不见了或被截短" in problems()


def test_rows_inserted_with_lower_ids_after_sealing_are_chained_behind(sealed):
    """On PostgreSQL a transaction that began earlier may commit later: its row has a lower id and a higher number."""
    late = AuditEvent.objects.create(pk=0, at=timezone.now(), action="test.late")
    assert chain.seal() == 1
    late.refresh_from_db()
    assert late.number == 10
    assert chain.verify().problems == []


def test_a_crash_after_sealing_and_before_the_file_was_written_is_made_up_for(sealed):
    audit.record("test.done")
    chain.seal_rows()
    assert chain.verify().problems == []
    chain.seal()
    assert heads.read()[0][-1].number == 10


def test_a_file_of_many_heads_is_continued_from_its_last_line(monkeypatch):
    monkeypatch.setattr(heads, "TAIL", 300)
    for _ in range(8):
        audit.record("test.done")
        chain.seal()
    assert len(heads.read()[0]) == 8
    assert chain.verify().problems == []


def test_more_rows_than_one_batch_are_sealed_in_one_go(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    for _ in range(5):
        audit.record("test.done")
    assert chain.seal() == 5
    assert chain.verify().problems == []
