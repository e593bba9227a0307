"""A campaign of any size on a throw-away SQLite database, and the server time of its pages: run as a child process.

``python -m benchmarks._ledger_world TASKS ENTRIES HOME`` prints one JSON object: page name -> [best seconds, queries].
HOME is the caller's, who removes it whatever becomes of this process.
"""

import json
import os
import random
import sys
import tempfile
import time
from datetime import timedelta
from typing import Any

UNITS = 300
PAGES = {
    "ledger": ("ledger:list", "office"),
    "unit": ("mine", "liaison"),
    "unit_ledger": ("ledger:list", "liaison"),
    "leader": ("leader", "leader"),
    "home": ("home", "office"),
}


def site(home: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "weicheng.config.settings"
    os.environ["WEICHENG_HOME"] = home
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def build(tasks: int, entries: int) -> dict[str, Any]:
    """300 units, ``tasks`` tasks a third of them over, ``entries`` progress entries; the tallies by the rebuild itself."""
    from django.db import transaction
    from django.utils import timezone

    from weicheng.ground.campaigns.models import Campaign
    from weicheng.ground.org.models import RoleAssignment, Unit, User

    today = timezone.localdate()
    with transaction.atomic():
        campaign = Campaign.objects.create(
            code="BN", name="基准", area="基准市", sought_title="国家卫生城市",
            starts_on=today - timedelta(days=400), ends_on=today + timedelta(days=400),
        )  # fmt: skip
        units = [
            Unit(code=f"U{n}", name=f"基准单位{n}", short_name=f"单位{n}", path=f"/{n + 1}/") for n in range(UNITS)
        ]
        Unit.objects.bulk_create(units)
        users = {
            name: User.objects.create(username=name, must_change_password=False)
            for name in ("office", "leader", "liaison")
        }
        for name, user in users.items():
            RoleAssignment.objects.create(user=user, role=name, unit=units[0] if name == "liaison" else None)
        _rows(campaign, units, users["office"], tasks, entries, today)
    from weicheng.ground.kernel.duties import learn_sizes
    from weicheng.work.plans.services.progress import rebuild

    rebuild()
    learn_sizes()
    return users


def _rows(campaign: Any, units: list[Any], office: Any, tasks: int, entries: int, today: Any) -> None:
    from weicheng.ground.evidence.models import StoredFile
    from weicheng.work.plans.choices import Category, EntryState, OwnerRole
    from weicheng.work.plans.models import Plan, ProgressEntry, Task, TaskOwner, TaskSource

    pick = random.Random(7)
    made = [
        Task(
            campaign=campaign, number=f"BN-2026-{n:06d}", title=f"整治第{n}处背街小巷环境卫生",
            category=pick.choice(Category.values), start_on=today - timedelta(days=pick.randrange(300)),
            due_on=(due := today + timedelta(days=pick.randrange(-200, 300))), original_due_on=due,
            target_value=pick.choice([None, 20, 100]), target_unit="处",
        )
        for n in range(tasks)
    ]  # fmt: skip
    Task.objects.bulk_create(made, batch_size=2000)
    paper = StoredFile.objects.create(sha256="0" * 64, size=1, name="方案.docx")
    plan = Plan.objects.create(
        campaign=campaign, title="基准方案", issued_on=today - timedelta(days=390), file=paper, file_name="方案.docx",
        state="published", uploaded_by=office,
    )  # fmt: skip
    quotes = (TaskSource(task=task, plan=plan, quote=f"{task.title}，由有关单位按期完成。") for task in made)
    TaskSource.objects.bulk_create(quotes, batch_size=2000)
    owners = []
    for n, task in enumerate(made):
        lead, coop = n % UNITS, (n * 7 + 1) % UNITS
        owners.append(TaskOwner(task=task, unit=units[lead], role=OwnerRole.LEAD))
        if n % 2 and coop != lead:
            owners.append(TaskOwner(task=task, unit=units[coop], role=OwnerRole.COOP))
    TaskOwner.objects.bulk_create(owners, batch_size=2000)
    batch = []
    each = entries // tasks
    for n, task in enumerate(made):
        over = n % 3 == 0
        for turn in range(each):
            share = 100 * (turn + 1) // each if over else 60 * (turn + 1) // each
            last = turn == each - 1 and n % 50 == 1
            batch.append(
                ProgressEntry(
                    task=task, unit=units[n % UNITS], on=today - timedelta(days=(each - turn) * 5), by=office,
                    percent=share, text="按计划推进", state=EntryState.SUBMITTED if last else EntryState.CONFIRMED,
                )
            )  # fmt: skip
        if len(batch) > 20000:
            ProgressEntry.objects.bulk_create(batch, batch_size=2000)
            batch = []
    ProgressEntry.objects.bulk_create(batch, batch_size=2000)


def measure(users: dict[str, Any], rounds: int = 5) -> dict[str, list[float]]:
    """The best server time of each page's first view, and its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import NoReverseMatch, reverse

    found = {}
    for page, (name, who) in PAGES.items():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        client = Client(HTTP_HOST="localhost")
        client.force_login(users[who], backend="weicheng.doors.web.authentication.DemoAwareBackend")
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            answer = client.get(url)
            times.append(time.perf_counter() - begun)
            assert answer.status_code == 200, (page, answer.status_code, answer.headers.get("Location"))
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        found[page] = [min(times), len(asked)]
    return found


def export(user: Any) -> dict[str, Any]:
    """The export beside a bare dump of the same cells, in seconds; and the most memory that Python held meanwhile."""
    import tracemalloc

    from weicheng.ground.campaigns.models import Campaign
    from weicheng.work.plans.selectors.export_rows import export_rows
    from weicheng.work.plans.selectors.exports import export_ledger_xlsx
    from weicheng.work.plans.selectors.ledger import LedgerFilter

    campaign, chosen = Campaign.objects.get(), LedgerFilter()
    rows = [(row.cells, str(row.uid), row.version) for row in export_rows(campaign, user, chosen)]
    begun = time.perf_counter()
    dump(rows)
    bare = time.perf_counter() - begun
    number = len(rows)
    del rows
    begun = time.perf_counter()
    size = len(export_ledger_xlsx(user, campaign, chosen).read())
    full = time.perf_counter() - begun
    tracemalloc.start()
    export_ledger_xlsx(user, campaign, chosen).close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"rows": number, "bare": bare, "full": full, "bytes": size, "peak": peak}


def dump(rows: list[Any]) -> None:
    """The same cells with nothing but xlsxwriter."""
    import xlsxwriter

    with tempfile.TemporaryFile() as out:
        book = xlsxwriter.Workbook(out, {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, (cells, uid, version) in enumerate(rows):
            sheet.write_string(number, 0, str(number))
            for place, cell in enumerate(cells, 1):
                sheet.write_string(number, place, cell)
            sheet.write_string(number, len(cells) + 1, uid)
            sheet.write_number(number, len(cells) + 2, version)
        book.close()


if __name__ == "__main__":
    site(sys.argv[3])
    made = build(int(sys.argv[1]), int(sys.argv[2]))
    found = measure(made)
    print(json.dumps({"pages": found, "export": export(made["office"])}))
