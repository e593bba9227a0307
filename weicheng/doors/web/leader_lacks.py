"""What is still lacking before the review, as a leader reads it: a few numbers, the worst first, each opening its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from weicheng.engines.judging.model import Outcome
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.judgement.archive.models import Defect
from weicheng.judgement.titles.choices import BidState
from weicheng.judgement.titles.models import Bid
from weicheng.judgement.titles.selectors.bids import next_review
from weicheng.judgement.titles.selectors.package import package_state
from weicheng.work.coverage.selectors.bare import bare_clauses
from weicheng.work.indicators.selectors.board import judged
from weicheng.work.indicators.selectors.owed import current_year, data_years


@dataclass(frozen=True, slots=True)
class Lack:
    """``number`` of ``of`` still lacking; ``late`` of these past their day. ``shown``: the figure as it is said;
    ``praise``: what is said where nothing is lacking."""

    word: str
    praise: str
    number: int
    of: int
    shown: str
    detail: str
    url: str
    late: int = 0


@dataclass(frozen=True, slots=True)
class Lacks:
    """``open`` worst first: what is past its day, then what a review fails on before what it only asks about.

    ``ready`` names what lacks nothing.
    """

    open: list[Lack]
    ready: list[Lack]

    def __bool__(self) -> bool:
        return bool(self.open or self.ready)


def lacks(campaign: Campaign, user: User, today: date) -> Lacks:
    """Nothing is said of what there is none of: no edition, no bid, no volumes. A fixed number of queries."""
    bid = leading_bid(campaign)
    asked = _figures(campaign, user, today) + (_of_the_bid(bid, today) if bid else [])
    asked += [_defects(campaign, today), _clauses(campaign)]
    found = [lack for lack in asked if lack.of]
    worst = sorted((lack for lack in found if lack.number), key=lambda lack: not lack.late)  # else in this order
    return Lacks(worst, [lack for lack in found if not lack.number])


def leading_bid(campaign: Campaign) -> Bid | None:
    """The open bid of the whole area whose review comes next; without a review day the newest open one."""
    bids = Bid.objects.filter(campaign=campaign, state=BidState.OPEN, title__unit=None).select_related("title")
    return next_review(campaign) or bids.order_by("-id").first()


def _figures(campaign: Campaign, user: User, today: date) -> list[Lack]:
    year = current_year(data_years(campaign), today)
    rows = judged(campaign, year, user=user)
    missed = [row for row in rows if row.outcome == Outcome.MISSED]
    unknown = sum(row.outcome == Outcome.MISSING for row in rows)
    names = str(missed[0].indicator) + ("等" if len(missed) > 1 else "") if missed else ""
    page, all_of = reverse("indicators:list") + f"?year={year}&outcome=", f"{year}年，共{len(rows)}项"
    return [
        Lack("指标不达标", "指标都达标", len(missed), len(rows), f"{len(missed)}项", names, page + "missed"),
        Lack("指标缺数据", "指标数据齐全", unknown, len(rows), f"{unknown}项", all_of, page + "missing"),
    ]


def _clauses(campaign: Campaign) -> Lack:
    bare, clauses = bare_clauses(campaign)
    return Lack(
        "条款没有任务", "每条条款都有任务", bare, clauses, f"{bare}条", f"共{clauses}条", reverse("coverage:holes")
    )


def _of_the_bid(bid: Bid, today: date) -> list[Lack]:
    package = package_state(bid)
    required, ready = len(package.required), package.ready
    lacking = package.lacking
    first = f"还缺{lacking[0].slot.name}" + (f"等{len(lacking)}样" if len(lacking) > 1 else "") if lacking else ""
    open_ = Q(task__done_on=None, task__withdrawn_at=None)
    found = bid.findings.aggregate(
        total=Count("pk"), open=Count("pk", filter=open_), late=Count("pk", filter=open_ & Q(task__due_on__lt=today))
    )
    papers, page = reverse("titles:package", args=[bid.pk]), reverse("titles:bid", args=[bid.pk]) + "#findings"
    full, ratio = f"申报资料{required}样齐全", f"{ready}/{required}"
    number, total, late = found["open"], found["total"], found["late"]
    detail = _late_words(late, total, "个")
    return [
        Lack("申报资料", full, required - ready, required, ratio, first, papers),
        Lack("反馈问题没改完", "反馈问题都改完了", number, total, f"{number}个", detail, page, late),
    ]


def _defects(campaign: Campaign, today: date) -> Lack:
    defects = Defect.objects.filter(acceptance__volume__campaign=campaign)
    open_ = Q(settled_on=None)
    found = defects.aggregate(
        total=Count("pk"), open=Count("pk", filter=open_), late=Count("pk", filter=open_ & Q(due_on__lt=today))
    )
    number, total, late = found["open"], found["total"], found["late"]
    detail, page = _late_words(late, total, "处"), reverse("archive:acceptances")
    return Lack("案卷验收没改完", "案卷验收问题都改完了", number, total, f"{number}处", detail, page, late)


def _late_words(late: int, total: int, counter: str) -> str:
    return f"{late}{counter}过了整改期限" if late else f"共{total}{counter}"
