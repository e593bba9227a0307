"""What a published plan has to say: the notice that sends it out, and a plan for the next stage from what is still open."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from django.utils import timezone

from weicheng.engines.gongwen.numerals import chinese
from weicheng.engines.gongwen.official.retyping import row
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.papers.sources import Prefilled, Source, register
from weicheng.work.plans.annex import annex_text
from weicheng.work.plans.choices import Category, PlanState
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.selectors.clauses import clauses_of_tasks
from weicheng.work.plans.selectors.tasks import live_tasks

MOST_ROWS = 300
_FAULT = re.compile(
    r"不(及时|到位|规范|够|足|齐|全|符合|达标|完善|干净|整洁)|存在|零散|脱落|破损|缺失|积水|乱堆|未(按|落实|设|建|公示)"
)
_ORDER = re.compile(
    r"^(整治|整改|清理|清除|解决|消除|治理|查处|修复|更换|补齐|完善|督促|落实|排查|开展|防止|杜绝|确保|完成|对)"
)


def _plans(campaign: Campaign, user: User) -> list[tuple[str, str]]:
    found = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).order_by("-pk")
    return [(str(plan.pk), plan.title) for plan in found[:20]]


def _notice(campaign: Campaign, user: User, key: str) -> Prefilled | None:
    found = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED)
    plan = found.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    if plan is None:
        return None
    rows = live_tasks(campaign, user).filter(sources__plan=plan).select_related("lead_unit")
    tasks = list(rows.distinct().order_by("number")[:MOST_ROWS])
    annex = annex_text(plan)
    body = [
        f"现将《{plan.title}》印发给你们，请结合实际认真组织实施。",
        f"方案分解为{len(tasks)}项任务，已列入创卫台账。各牵头单位要明确责任人，按时限推进，按期报送进展。"
        if tasks
        else "",
    ]
    return Prefilled(
        title=f"关于印发《{plan.title}》的通知",
        body="\n".join(line for line in body if line),
        addressees="各责任单位",
        label=f"方案《{plan.title}》",
        attachments=[
            *([{"name": plan.title, "text": annex}] if annex else []),
            *([{"name": f"《{plan.title}》任务分解表", "text": _table(tasks)}] if tasks else []),
        ],
        clauses=clauses_of_tasks(rows),
    )


def _open(campaign: Campaign, user: User) -> list[tuple[str, str]]:
    number = live_tasks(campaign, user).filter(done_on=None).count()
    return [("open", f"台账没有完成的{number}项任务")] if number else []


def _next_stage(campaign: Campaign, user: User, key: str) -> Prefilled | None:
    rows = live_tasks(campaign, user).filter(done_on=None)
    tasks = list(rows.select_related("lead_unit").order_by("category", "due_on", "number"))
    if not tasks:
        return None
    today = timezone.localdate()
    by_category: dict[str, list[Task]] = defaultdict(list)
    for task in tasks[:MOST_ROWS]:
        by_category[task.category].append(task)
    body = [
        f"为做好{campaign.area}下一阶段创建工作，针对没有完成的{len(tasks)}项任务，制定本方案。",
        "一、工作目标",
        "按期完成本方案所列任务，补齐短板，达到标准要求。",
        "二、主要任务",
    ]
    for place, (code, found) in enumerate(by_category.items(), 1):
        body.append(f"（{chinese(place)}）{Category(code).label}。共{len(found)}项。")
        body += [f"{n}.{_ordered(task.title)}{_who(task, today)}。" for n, task in enumerate(found, 1)]
    body += ["三、工作要求", "牵头单位负总责，配合单位按分工落实；进展在台账中报送，逾期的通报。"]
    return Prefilled(
        title=f"{campaign.area}创建工作下一阶段攻坚方案", body="\n".join(body), label="台账没有完成的任务",
        clauses=clauses_of_tasks(rows),
    )  # fmt: skip


def _ordered(title: str) -> str:
    """What was found wrong becomes what is to be done."""
    said = title.strip().rstrip("。；，")
    if _FAULT.search(said) and not _ORDER.match(said):
        return f"整改“{said.replace('“', '‘').replace('”', '’')}”的问题"
    return said


def _who(task: Task, today: date) -> str:
    """Nobody is told to have done something by a day that is past: what is late is said to be late."""
    lead = f"牵头单位：{task.lead_unit}" if task.lead_unit else ""
    day = f"{task.due_on.year}年{task.due_on.month}月{task.due_on.day}日" if task.due_on else ""
    due = f"{day}前完成" if day else task.recurrence_text
    if task.due_on and task.due_on < today:
        due = f"原定{day}前，已逾期，立即办结"
    said = "；".join(word for word in (lead, due) if word)
    return f"（{said}）" if said else ""


def _table(tasks: list[Task]) -> str:
    rows = [row(["序号", "任务", "牵头单位", "时限"])]
    for place, task in enumerate(tasks, 1):
        due = f"{task.due_on:%Y-%m-%d}" if task.due_on else task.recurrence_text or task.deadline_text or "长期"
        rows.append(row([str(place), task.title, str(task.lead_unit or ""), due]))
    return "\n".join(rows)


def connect() -> None:
    register(Source("plans.notice", "印发一份方案", ("notice",), _plans, _notice))
    register(Source("plans.open", "还没有完成的任务", ("plan",), _open, _next_stage))
