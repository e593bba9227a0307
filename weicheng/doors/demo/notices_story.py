"""Some notices in every sample inbox: of today, of yesterday, of last week, read and unread. No channel is set up."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.models import Notice
from weicheng.ground.notices.services import liaisons_of, mark_read, notify
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import RoleAssignment, Unit, User
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task, TaskOwner

AGO = (0, 0, 1, 1, 3, 6)  # days; what is older than a day has been read
WELCOME = "通知都在这里。在“我的通知”里可以选怎样发给您。"


def tell(campaign: Campaign) -> None:
    """Through the service that the rooms use; the days are set back afterwards, for a service knows only now."""
    for unit in Unit.objects.filter(pk__in=_lead_units(campaign)):
        _of_unit(campaign, unit)
    for role, words in (
        (Role.OFFICE, "还有进展没有确认，请看台账里“待核查”的。"),
        (Role.LEADER, "本周逾期的任务，请在台账里看。"),
        (Role.AUDITOR, "操作记录可以查到每一次改动。"),
        (Role.ADMIN, "还没有接通邮件和群机器人，可以在设置里登记。"),
    ):
        people = [
            row.user for row in RoleAssignment.objects.filter(role=role, user__is_sample=True).select_related("user")
        ]
        url = {Role.AUDITOR: reverse("audit"), Role.ADMIN: reverse("notices:robots")}.get(role, reverse("ledger:list"))
        _tell(people, campaign, f"{role}:hint", words, url=url)
    everybody = list(User.objects.filter(is_sample=True))
    _tell(everybody, campaign, "welcome", "欢迎使用卫城", text=WELCOME, url=reverse("notices:mine"))
    _spread(everybody)


def _lead_units(campaign: Campaign) -> list[int]:
    leads = TaskOwner.objects.filter(task__campaign=campaign, role=OwnerRole.LEAD)
    return list(leads.order_by("unit").values_list("unit", flat=True).distinct())


def _of_unit(campaign: Campaign, unit: Unit) -> None:
    tasks = Task.objects.live().filter(
        campaign=campaign, owners__unit=unit, owners__role=OwnerRole.LEAD, due_on__isnull=False
    )
    for ago, task in zip(AGO, tasks.order_by("due_on"), strict=False):
        said = timezone.localdate() - timedelta(days=ago)  # what it says is true of the day on which it came
        days = ((task.due_on or said) - said).days
        if days < -30:
            level, words = Level.RED, f"逾期{-days}天，请办理并填报"
        elif days < 0:
            level, words = Level.YELLOW, f"逾期{-days}天，请填报进展"
        else:
            level, words = Level.BLUE, f"还有{days}天到期"
        title = f"“{task.title[:60]}”{words}"
        url = reverse("ledger:task", args=[task.uid])
        _tell(liaisons_of([unit]), campaign, f"task:{ago}:{task.uid}", title, url=url, level=level)


def _tell(
    people: list[User], campaign: Campaign, key: str, title: str, text: str = "", url: str = "", level: str = Level.INFO
) -> None:
    notify(
        to=people,
        code="demo.sample",
        key=f"demo:{campaign.code}:{key}"[:120],
        title=title,
        text=text,
        url=url,
        level=level,
        campaign_id=campaign.pk,
    )


def _spread(people: list[User]) -> None:
    now = timezone.now()
    for user in people:
        for place, notice in enumerate(Notice.objects.filter(user=user, code="demo.sample").order_by("-pk")):
            told = notice.key.partition("task:")[2].partition(":")[0]
            ago = int(told) if told else AGO[place % len(AGO)]
            moment = now - timedelta(days=ago)
            earlier = moment - timedelta(minutes=7 * place)
            if timezone.localdate(earlier) == timezone.localdate(
                moment
            ):  # not past midnight: its words are of that day
                moment = earlier
            Notice.objects.filter(pk=notice.pk).update(created_at=moment)
            if ago > 1:
                mark_read(by=user, notice=notice)
