"""What the ledger has to say for a 通报: what is late, whose it is, by how many days."""

from __future__ import annotations

from django.utils import timezone

from weicheng.engines.gongwen.official.retyping import row
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.papers.sources import Prefilled, Source, register
from weicheng.work.letters.selectors.lateness import Pressing, pressing
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.clauses import clauses_of_tasks
from weicheng.work.plans.status import Moment

MOST_UNITS = 10
MOST_TASKS = 900  # whose clauses the paper takes over: SQLite takes no list of a thousand keys


def _late(campaign: Campaign) -> list[Pressing]:
    return [one for one in pressing(campaign, Moment.of(campaign)) if one.late]


def _choices(campaign: Campaign, user: User) -> list[tuple[str, str]]:
    found = _late(campaign)
    number = len({task.pk for one in found for task in one.late})
    return [("late", f"逾期任务{number}项，{len(found)}个单位")] if found else []


def _fill(campaign: Campaign, user: User, key: str) -> Prefilled | None:
    found, today = _late(campaign), timezone.localdate()
    if not found:
        return None
    number = len({task.pk for one in found for task in one.late})
    day = f"{today.year}年{today.month}月{today.day}日"
    most = sorted(found, key=lambda one: -len(one.late))[:MOST_UNITS]
    named = "、".join(f"{one.unit.name_on(today)}{len(one.late)}项" for one in most)
    body = "\n".join(
        [
            f"截至{day}，{campaign.area}创卫台账中有{number}项任务逾期，涉及{len(found)}个牵头单位。现将有关情况通报如下。",
            "一、逾期情况",
            f"{'逾期较多' if len(most) < len(found) else '逾期'}的单位有：{named}。逐项情况见附件。",
            "二、有关要求",
            "（一）查明原因。有关单位逐项说明没有按期完成的原因，能够立即完成的立即完成。",
            "（二）定出时限。需要时间的，在收到本通报后5个工作日内提出新的完成时间和责任人，报创卫办核定。",
            "（三）如实报送。完成一项，在台账中报送一项，附上佐证材料，由创卫办核查销号。",
        ]
    )
    rows = [row(["序号", "单位", "任务", "时限", "逾期天数"])]
    late = [(one, task) for one in found for task in one.late]
    for place, (one, task) in enumerate(late, 1):
        over = (today - task.due_on).days if task.due_on else 0
        rows.append(row([str(place), one.unit.name_on(today), task.title, f"{task.due_on:%Y-%m-%d}", str(over)]))
    return Prefilled(
        title=f"关于{campaign.area}创卫任务逾期情况的通报",
        body=body,
        addressees="各责任单位",
        label=f"台账{day}的逾期任务",
        attachments=[{"name": "逾期任务清单", "text": "\n".join(rows)}],
        clauses=clauses_of_tasks(Task.objects.filter(pk__in=[task.pk for _, task in late[:MOST_TASKS]])),
    )


def connect() -> None:
    register(Source("letters.late", "台账的逾期任务", ("circular",), _choices, _fill))
