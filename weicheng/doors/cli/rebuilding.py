"""What is derived for speed, computed anew from what it is derived from."""

from collections.abc import Iterator

from django.db import transaction

from weicheng.ground.evidence.services import rebuilding as evidence
from weicheng.ground.org.models import Unit
from weicheng.ground.org.services.units import unit_initials
from weicheng.ground.papers.services import evidencing as papers
from weicheng.work.duties.services import recording
from weicheng.work.plans.services import evidencing, progress


def rebuild() -> Iterator[tuple[str, int]]:
    """(name, how many were wrong and are right now) for each derived value."""
    with transaction.atomic():
        yield "单位层级", _paths()
        yield "拼音首字母", _initials()
        yield "任务进度", len(progress.rebuild())
        yield "常态工作次数", len(recording.rebuild())
        yield "进展带来的材料", evidencing.rebuild()
        yield "公文带来的材料", papers.rebuild()
        yield "材料的文字检索", evidence.rebuild()


def _paths() -> int:
    units = {unit.pk: unit for unit in Unit.objects.all()}
    wrong = []
    for unit in units.values():
        keys: list[int] = []
        above: Unit | None = unit
        while above is not None and above.pk not in keys:
            keys.append(above.pk)
            above = units.get(above.parent_id) if above.parent_id else None
        path = f"/{'/'.join(map(str, reversed(keys)))}/"
        if unit.path != path:
            unit.path = path
            wrong.append(unit)
    Unit.objects.bulk_update(wrong, ["path"], batch_size=200)
    return len(wrong)


def _initials() -> int:
    wrong = []
    for unit in Unit.objects.prefetch_related("aliases", "names"):
        others = [*(alias.text for alias in unit.aliases.all()), *(name.name for name in unit.names.all())]
        initials = unit_initials(unit.name, unit.short_name, others)
        if unit.initials != initials:
            unit.initials = initials
            wrong.append(unit)
    Unit.objects.bulk_update(wrong, ["initials"], batch_size=200)
    return len(wrong)
