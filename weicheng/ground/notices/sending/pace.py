"""How fast each way out may be used, counted over all processes from the tries on file.

WeCom 20 a minute (developer.work.weixin.qq.com/document/path/91770), DingTalk 20 a minute, else ten minutes' pause
(open.dingtalk.com/document/group/custom-robot-access), Feishu 100 a minute and 5 a second
(open.feishu.cn/document/server-docs/api-call-guide/frequency-control). Mail: no limit of ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from weicheng.ground.notices.choices import RobotKind
from weicheng.ground.notices.models import Attempt

WINDOW = timedelta(seconds=61)  # a second more than theirs: our clock is not theirs
PER_MINUTE = {RobotKind.WECOM: 20, RobotKind.DINGTALK: 20, RobotKind.FEISHU: 100}
GAP = {RobotKind.WECOM: 0.1, RobotKind.DINGTALK: 0.1, RobotKind.FEISHU: 0.25}  # seconds between two


def free_at(lane: str, kind: str, now: datetime) -> datetime:
    """``now`` if one more may leave, else when the minute has room again."""
    most = PER_MINUTE[RobotKind(kind)]
    recent = list(
        Attempt.objects.filter(lane=lane, at__gt=now - WINDOW).order_by("-at").values_list("at", flat=True)[:most]
    )
    return recent[-1] + WINDOW if len(recent) == most else now
