"""The chain over the audit trail: sealing gives each row a number and a hash over itself and the row before it.

Rows are inserted unsealed in the transactions of the business and chained here in short steps, so that writers never queue
for the chain. The head is kept in a file outside the database (heads.py), where a cut tail shows.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import heads
from weicheng.ground.kernel.models import AuditEvent, ChainHead

BATCH = 500
FIELDS = (
    "actor_id", "actor_name", "channel", "action", "object_type", "object_id", "object_label", "campaign_id", "unit_id",
    "before", "after", "reason", "request_id",
)  # fmt: skip


def digest_of(event: AuditEvent, number: int, previous: str) -> str:
    """SHA-256 over the row as the database gives it back; the same on SQLite and PostgreSQL."""
    values = [number, previous, event.pk, event.at.astimezone(UTC).isoformat()]
    values += [getattr(event, name) for name in FIELDS]
    text = json.dumps(_plain(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """PostgreSQL's jsonb gives 100 for 1e2: whole numbers are the same number however they were written."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def seal() -> int:
    """Chain all rows that are not yet sealed and note the new head in the file; how many were sealed."""
    sealed = seal_rows()
    note_head()
    return sealed


def seal_rows() -> int:
    """Chain all rows that are not yet sealed; how many."""
    sealed = 0
    while AuditEvent.objects.filter(number=None).exists():
        count = _seal_batch()
        sealed += count
        if count < BATCH:
            break
    return sealed


def _locked_head() -> ChainHead:
    ChainHead.objects.get_or_create(pk=1)
    return ChainHead.objects.select_for_update().get(pk=1)


def _seal_batch() -> int:
    with transaction.atomic():
        head = _locked_head()
        rows = list(AuditEvent.objects.filter(number=None).order_by("id")[:BATCH])
        for row in rows:
            row.number, row.previous = head.number + 1, head.digest
            row.digest = digest_of(row, row.number, row.previous)
            head.number, head.digest = row.number, row.digest
        AuditEvent.objects.bulk_update(rows, ["number", "previous", "digest"], batch_size=100)
        head.sealed_at = timezone.now()
        head.save(update_fields=["number", "digest", "sealed_at"])
    return len(rows)


def note_head() -> None:
    """Write the head to the file: after the commit, so that the file never promises a row that was rolled back. A crash in
    between is made up for here."""
    if not ChainHead.objects.filter(pk=1).exists():
        return
    with transaction.atomic():
        head = _locked_head()
        if head.number > head.logged_number and head.sealed_at is not None:
            head.logged_line = heads.append(head.number, head.digest, head.sealed_at.astimezone(UTC).isoformat())
            head.logged_number = head.number
            head.save(update_fields=["logged_line", "logged_number"])


@dataclass
class Report:
    """What verifying found; sound when ``problems`` is empty."""

    checked: int = 0
    head: str = ""
    unsealed: int = 0
    problems: list[str] = field(default_factory=list)


def verify() -> Report:
    """Recompute the whole chain and compare it with the head in the table and with every head in the file."""
    report = Report()
    logged, report.problems = heads.read()
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(pk=1)
    wanted = {line.number: line.digest for line in logged}
    previous, number = "", 0
    for row in AuditEvent.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=1000):
        assert row.number is not None
        if row.number > head.number:
            break  # sealed since we began
        report.problems += _row_problems(row, number, previous, wanted)
        report.checked += 1
        previous, number = row.digest, row.number
    report.head = previous
    report.problems += _end_problems(head, number, previous, logged)
    report.unsealed = AuditEvent.objects.filter(number=None).count()
    return report


def _row_problems(row: AuditEvent, number: int, previous: str, wanted: dict[int, str]) -> list[str]:
    assert row.number is not None
    who = f"第{row.number}条（编号{row.pk}，{timezone.localtime(row.at):%Y-%m-%d %H:%M}，{row.action}）"
    found = []
    if row.number != number + 1:
        gap = f"第{number + 1}条" if row.number == number + 2 else f"第{number + 1}至{row.number - 1}条"
        found.append(f"{gap}不见了：被删除过。")
    elif row.previous != previous:
        found.append(f"{who}与前一条接不上：有记录被调换、插入或改写。")
    if digest_of(row, row.number, row.previous) != row.digest:
        found.append(f"{who}内容与摘要不符：被改动或调换过。")
    if wanted.get(row.number, row.digest) != row.digest:
        found.append(f"{who}与链头文件不符：链被整段改写过。")
    return found


def _end_problems(head: ChainHead, number: int, digest: str, logged: list[heads.HeadLine]) -> list[str]:
    found = []
    last = max(head.number, logged[-1].number if logged else 0)
    if last > number:
        found.append(f"末尾少了{last - number}条：应到第{last}条，只到第{number}条。")
    elif head.digest != digest:
        found.append("链头与最后一条不符：末尾被改写过。")
    if head.logged_line and head.logged_line not in {line.line for line in logged}:
        found.append("链头文件不见了或被截短：少了已经记下的链头。")
    return found
