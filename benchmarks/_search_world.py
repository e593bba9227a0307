"""A library of any size on a throw-away database, and the time of its list and its searches: run as a child process.

``python -m benchmarks._search_world FILES HOME`` prints one JSON object. DATABASE_URL, where it is set, names an empty
PostgreSQL. HOME is the caller's, who removes it whatever becomes of this process.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

UNITS, CHARACTERS, RARE = 100, 1500, "疑似登革热"
_WORDS = (
    "爱国卫生运动 病媒生物防制 市容环境卫生 背街小巷 农贸市场 餐饮单位 健康教育 专栏 讲座 公厕 保洁 清运 垃圾分类 检查组 整改 "
    "当场交办 一周内 回头看 台账 记录 完成 合格率 监测点位 投放 鼠药 毒饵站 蚊蝇 滋生地 清理 死角 街道 社区 村 责任单位 牵头 配合 "
    "创建国家卫生区 标准 条款 资料 归档 照片 时间 地点 人员 措施 成效 问题 下一步 巩固 长效机制 水质 检测 二次供水 消毒 许可证"
)
WORDS = _WORDS.split()
SEARCHES = {
    "two characters, common": "整改",
    "four characters": "背街小巷",
    "rare": RARE,
    "nothing": "龙舟竞渡赛事",
    "two words": "鼠药 合格率",
}


def site(home: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "weicheng.config.settings"
    os.environ["WEICHENG_HOME"] = home
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def text_of(pick: random.Random, number: int) -> str:
    """Like a short report; every word of the list is common, a number and one word are not."""
    parts = []
    length = 0
    while length < CHARACTERS:
        part = (
            "".join(pick.choices(WORDS, k=pick.randint(3, 7))) + str(pick.randrange(1000)) + pick.choice("处次份。，；")
        )
        parts.append(part)
        length += len(part)
    return f"第{number}号。" + "".join(parts) + (RARE if number % 2500 == 7 else "")


def build(files: int) -> dict[str, Any]:
    """``files`` papers of 100 units under 40 clauses and three years, written as the services write them, in portions."""
    from django.db import transaction

    campaign, units, clauses, users = _city()
    pick = random.Random(7)
    for start in range(0, files, 1000):
        numbers = range(start, min(start + 1000, files))
        with transaction.atomic():
            _portion(campaign, units, clauses, users["office"], [text_of(pick, n) for n in numbers], start)
    _learn_sizes()
    return users


def _city() -> tuple[Any, list[Any], list[Any], dict[str, Any]]:
    from django.utils import timezone

    from weicheng.ground.campaigns.models import Campaign
    from weicheng.ground.org.models import RoleAssignment, Unit, User
    from weicheng.ground.standards.models import Chapter, Clause, Edition

    today = timezone.localdate()
    words = {"title": "基准", "short_title": "基准", "authority": "national", "digest": "0" * 64}
    edition = Edition.objects.create(code="b", version="1", kind="standard", **words)
    chapter = Chapter.objects.create(edition=edition, number=1, title="章")
    clauses = [
        Clause.objects.create(
            edition=edition, chapter=chapter, key=f"c{n}", number=str(n), title=f"条{n}", gist="要点", order=n
        )
        for n in range(40)
    ]
    span = {"starts_on": today - timedelta(days=400), "ends_on": today + timedelta(days=400)}
    campaign = Campaign.objects.create(code="BN", name="基准", area="基准市", edition=edition, **span)
    units = Unit.objects.bulk_create(Unit(code=f"U{n}", name=f"基准单位{n}", path=f"/{n + 1}/") for n in range(UNITS))
    users = {name: User.objects.create(username=name, must_change_password=False) for name in ("office", "liaison")}
    RoleAssignment.objects.create(user=users["office"], role="office")
    RoleAssignment.objects.create(user=users["liaison"], role="liaison", unit=units[0])
    return campaign, units, clauses, users


def _portion(campaign: Any, units: list[Any], clauses: list[Any], office: Any, texts: list[str], start: int) -> None:
    from django.utils import timezone

    from weicheng.engines.fulltext import normalise, pieces
    from weicheng.ground.evidence.choices import EvidenceKind
    from weicheng.ground.evidence.models import Evidence, EvidenceClause, FileText, StoredFile, TextPiece
    from weicheng.ground.evidence.services.indexing import title_text

    today = timezone.localdate()
    stored = StoredFile.objects.bulk_create(
        StoredFile(sha256=f"{n:064x}", size=1, name=f"材料{n}.pdf", media_type="application/pdf")
        for n in range(start, start + len(texts))
    )
    both = list(zip(stored, texts, strict=True))
    FileText.objects.bulk_create(
        FileText(file=file, state="read", text=text, characters=len(text)) for file, text in both
    )
    rows = Evidence.objects.bulk_create(
        Evidence(
            campaign=campaign,
            file=file,
            title=f"检查记录{n}",
            kind=EvidenceKind.values[n % 10],
            on=today - timedelta(days=n % 900),
            year=today.year - n % 3,
            unit=units[n % UNITS],
            by=office,
        )
        for n, file in enumerate(stored, start)
    )
    EvidenceClause.objects.bulk_create(
        EvidenceClause(evidence=row, clause=clauses[row.pk % 40], is_primary=True) for row in rows
    )
    cut = [
        TextPiece(file=file, start=piece.start, text=piece.text)
        for file, text in both
        for piece in pieces(normalise(text))
    ]
    cut += [TextPiece(evidence=row, text=title_text(row)) for row in rows]
    TextPiece.objects.bulk_create(cut, batch_size=500)


def _learn_sizes() -> None:
    from django.db import connection

    from weicheng.ground.kernel.duties import learn_sizes

    if connection.vendor == "sqlite":
        learn_sizes()
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def best(act: Callable[[], Any], rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return min(times)


def _files(pieces: Any) -> set[int]:
    return set(pieces.values_list("file", flat=True))


def measure(users: Any) -> dict[str, Any]:
    """Pages by the server's own time, each with its queries; and a bare LIKE over the same texts."""
    from django.db import connection
    from django.db.models import Q
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from weicheng.engines.fulltext import terms
    from weicheng.ground.evidence.models import FileText, TextPiece

    found: dict[str, Any] = {"pages": {}, "like": {}, "files": {}}
    addresses = {
        "list": ("office", ""),
        "table": ("office", "?view=table"),
        "list of a unit": ("liaison", ""),
        "list by clause and year": ("office", "?clause=3&year=2026"),
    }
    addresses |= {f"search: {name}": ("office", f"?q={words}") for name, words in SEARCHES.items()}
    addresses["search by a unit"] = ("liaison", "?q=整改")
    for name, (who, query) in addresses.items():
        client = Client(HTTP_HOST="localhost")
        client.force_login(users[who], backend="weicheng.doors.web.authentication.DemoAwareBackend")
        url = reverse("library:list") + query
        assert client.get(url).status_code == 200, name
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        queries = len(asked)  # the next request clears the log
        found["pages"][name] = [best(partial(client.get, url)), queries]
    for name, words in SEARCHES.items():
        sought = terms(words)
        ours, like = TextPiece.objects.filter(file__isnull=False), FileText.objects.all()
        bare = Q()
        for term in sought:
            ours = TextPiece.objects.filter(file__in=ours.values("file"), text__holds=term)
            bare &= Q(text__contains=term)
        like = like.filter(bare)
        number = len(set(ours.values_list("file", flat=True)))
        assert number == like.count(), name
        found["like"][name] = [
            best(partial(_files, ours)),
            best(like.count),
            number,
        ]
    return found


if __name__ == "__main__":
    site(sys.argv[2])
    begun = time.perf_counter()
    made = build(int(sys.argv[1]))
    built = time.perf_counter() - begun
    print(json.dumps({**measure(made), "built": built}))
