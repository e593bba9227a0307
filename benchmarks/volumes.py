"""A volume of 1,000 items and 5 GB: sealed, packed by a job that is killed half way and taken up again, verified; and one PDF.

WEICHENG_BENCH_ITEMS and WEICHENG_BENCH_MB (of one item) make it smaller. What it makes is removed when it ends.
"""

import io
import os
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import Figure, fresh_home

ITEMS = int(os.environ.get("WEICHENG_BENCH_ITEMS", "1000"))
MEGABYTES = int(os.environ.get("WEICHENG_BENCH_MB", "5"))
ALLOWED_MB = 64.0  # what the work may take beyond the process that begins it


class Random(io.RawIOBase):
    """So many random bytes, made as they are read: no two items are alike and nothing compresses."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        self.left -= size
        return os.urandom(size)


def _site() -> Path:
    home = fresh_home()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weicheng.config.settings")
    os.environ["WEICHENG_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    if home != settings.HOME:  # another benchmark began this process
        settings.HOME = home
        connections.close_all()
        connections["default"].settings_dict["NAME"] = str(home / "bench.sqlite3")
    call_command("migrate", verbosity=0)
    return home


def _world() -> tuple[Any, Any]:
    from weicheng.ground.campaigns.models import Campaign
    from weicheng.ground.org.models import RoleAssignment, User
    from weicheng.ground.standards.models import Chapter, Clause, Edition

    office = User.objects.create(username="bench", name="周某")
    RoleAssignment.objects.create(user=office, role="office")
    edition = Edition.objects.create(code="bench", title="标准", short_title="标准", authority="national")
    chapter = Chapter.objects.create(edition=edition, number=1, title="组织管理")
    Clause.objects.create(edition=edition, chapter=chapter, key="c1", number="1", title="领导重视", gist="要点")
    campaign = Campaign.objects.create(
        code="BENCH", area="青禾区", name="创建", edition=edition, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
    )
    return office, campaign


def _evidence(office: Any, campaign: Any, count: int, source: Callable[[int], Any], year: int) -> None:
    from weicheng.ground.evidence.models import Evidence, EvidenceClause
    from weicheng.ground.evidence.services import store_file
    from weicheng.ground.standards.models import Clause

    clause = Clause.objects.get(edition=campaign.edition)
    for number in range(count):
        stored = store_file(source(number), name=f"材料{number}", by=office)
        made = Evidence.objects.create(
            campaign=campaign, file=stored, title=f"第{number}份材料", year=year, on=date(year, 3, 1), by=office
        )
        EvidenceClause.objects.create(evidence=made, clause=clause, is_primary=True)


def _peak(status: str = "VmHWM") -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(status):
            return int(line.split()[1]) / 1024
    return 0.0


def _child(job: Any, home: Path) -> int:
    """Run a queued job in a process of its own, which leaves its peak memory behind."""
    from django.db import connections

    from weicheng.ground.kernel import jobs

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    before = _peak("VmRSS")
    started = jobs.start(job.pk, "bench")
    if started is not None:
        jobs.perform(started)
    (home / "peak").write_text(f"{before} {_peak()}")
    os._exit(0)


def _killed_and_resumed(job: Any, home: Path) -> tuple[float, float, float]:
    """Seconds of both runs together, and at which percent it was killed and begun again."""
    from weicheng.ground.kernel import execution
    from weicheng.ground.kernel.models import Job

    begun = time.perf_counter()
    pid = _child(job, home)
    while (row := Job.objects.get(pk=job.pk)).percent < 50 and not row.is_finished:
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    killed = Job.objects.get(pk=job.pk).percent
    execution.retake_or_fail(Job.objects.get(pk=job.pk))
    pid, again = _child(job, home), 0
    while not again and not (row := Job.objects.get(pk=job.pk)).is_finished:
        again = row.percent
        time.sleep(0.02)
    os.waitpid(pid, 0)
    row = Job.objects.get(pk=job.pk)
    assert row.state == "done", row.error
    return time.perf_counter() - begun, killed, again


def large() -> list[Figure]:
    home = _site()
    from weicheng.engines.volumes import verify
    from weicheng.judgement.archive.models import Volume
    from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
    from weicheng.judgement.archive.services import exports, sealing
    from weicheng.judgement.archive.services.volumes import open_volume

    office, campaign = _world()
    size = MEGABYTES << 20
    _evidence(office, campaign, ITEMS, lambda number: Random(size), 2026)
    volume = open_volume(by=office, campaign=campaign, chapter=campaign.edition.chapters.get(), year=2026)
    begun = time.perf_counter()
    sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="measured")
    sealed_in = time.perf_counter() - begun
    volume = Volume.objects.get(pk=volume.pk)
    export = exports.request_export(by=office, volume=volume, form="zip")
    seconds, killed, again = _killed_and_resumed(export.job, home)
    before, peak = map(float, (home / "peak").read_text().split())
    begun = time.perf_counter()
    report = verify.verify(exports.file_of(export), volume.seal)
    verified_in = time.perf_counter() - begun
    gigabytes = exports.file_of(export).stat().st_size / (1 << 30)
    note = f"{ITEMS} items, {gigabytes:.2f} GB"
    return [
        Figure("volumes.seal, s", sealed_in, None, f"every byte read and hashed; {note}"),
        Figure("volumes.zip, s", seconds, None, f"killed with -9 at {killed:.0f} %, went on at {again:.0f} %; {note}"),
        Figure("volumes.zip peak over start, MB", peak - before, ALLOWED_MB, f"peak {peak:.0f} MB; wanted flat"),
        Figure("volumes.verify, s", verified_in, None, f"{report.checked} files, {len(report.problems)} problems"),
    ]


def bound() -> list[Figure]:
    """PDFs of scanned pages, and one photo of 12 million points in ten, in one PDF of about the same bytes as the zip."""
    home = _site()
    import pikepdf
    from PIL import Image

    from weicheng.judgement.archive.services import exports
    from weicheng.judgement.archive.services.volumes import open_volume

    office, campaign = _world()
    noise = Image.frombytes("RGB", (400, 300), os.urandom(400 * 300 * 3)).resize((4000, 3000))

    def source(number: int) -> io.BytesIO:
        out = io.BytesIO()
        if number % 10 == 0:
            noise.putpixel((number, 0), (number % 256, number // 256, 0))
            noise.save(out, "JPEG", quality=80)
        else:
            _scan(out, MEGABYTES)
        out.seek(0)
        return out

    _evidence(office, campaign, ITEMS, source, 2026)
    volume = open_volume(by=office, campaign=campaign, chapter=campaign.edition.chapters.get(), year=2026)
    export = exports.request_export(by=office, volume=volume, form="pdf")
    seconds, killed, again = _killed_and_resumed(export.job, home)
    before, peak = map(float, (home / "peak").read_text().split())
    made = exports.file_of(export)
    with pikepdf.open(made, access_mode=pikepdf.AccessMode.stream) as pdf:
        pages = len(pdf.pages)
    note = f"{ITEMS} items, {pages} pages, {made.stat().st_size / (1 << 30):.2f} GB"
    return [
        Figure("volumes.pdf, s", seconds, None, f"killed with -9 at {killed:.0f} %, went on at {again:.0f} %; {note}"),
        Figure("volumes.pdf peak over start, MB", peak - before, 256.0, f"peak {peak:.0f} MB"),
    ]


def _scan(out: io.BytesIO, pages: int) -> None:
    """A PDF of so many pages with a picture of a megabyte on each, no two alike."""
    import pikepdf

    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
            picture = pikepdf.Stream(pdf, os.urandom(1 << 20))
            picture.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1000, Height=1400,
                ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
            pdf.pages[-1].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(picture)))
            pdf.pages[-1].obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        pdf.save(out)


BENCHMARKS = {"volumes.zip": large, "volumes.pdf": bound}
