"""What can go wrong when plans and tasks are changed; ``str(error)`` is a sentence for the person in front of the page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from weicheng.ground.kernel import errors
from weicheng.ground.kernel.errors import Refused
from weicheng.work.plans.wording import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weicheng.work.plans.models import DraftRow, Plan, Task


class NotPossible(errors.NotPossible):
    """The state does not allow it; ``tasks`` are those that stand in the way."""

    def __init__(self, message: str, tasks: Sequence[Task] = ()) -> None:
        super().__init__(message)
        self.tasks = list(tasks)


class Doubtful(errors.Invalid):
    """What was filled in is possible but looks like a slip: it is taken when the person says it once more."""


class RefusedUpload(Refused):
    """The file was not stored."""


class DuplicateFile(Refused):
    """The same bytes are in this campaign already."""

    def __init__(self, plan: Plan) -> None:
        day = timezone.localtime(plan.uploaded_at)
        super().__init__(f"这份文件已经上传过：《{plan.title}》，{day:%Y年%-m月%-d日}，{plan.uploaded_by}。")
        self.plan = plan


class Stale(Refused):
    """Somebody changed the thing since the user saw it; nothing was overwritten."""

    def __init__(self, by: str, at: datetime | None, changes: Sequence[Change]) -> None:
        self.by, self.at, self.changes = by, at, list(changes)
        when = f"{timezone.localtime(at):%-m月%-d日%H:%M}" if at else "刚才"
        what = "，".join(f"{label}：{before or '无'}→{after or '无'}" for label, before, after in changes) or "内容"
        super().__init__(f"{by or '别人'}在{when}改过这一行（{what}），您的修改没有写入，请看过以后再改。")


class StaleRow(Stale):
    def __init__(self, current: DraftRow, by: str, at: datetime | None, changes: Sequence[Change]) -> None:
        super().__init__(by, at, changes)
        self.current = current


class StaleTask(Stale):
    def __init__(self, current: Task, by: str, at: datetime | None, changes: Sequence[Change]) -> None:
        super().__init__(by, at, changes)
        self.current = current
