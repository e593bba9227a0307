"""Who may: a unit's liaison, or the office for it, writes its report; the office writes the summary."""

from __future__ import annotations

from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer, check_office, check_speaks_for
from weicheng.work.plans.policies import check_can_work_in
from weicheng.work.reports.choices import ReportState
from weicheng.work.reports.models import Report


def check_user_can_see_reports(user: User, unit: Unit | None) -> None:
    scope = scope_of(user)
    if scope.sees_everything or (unit is not None and scope.reaches(unit, Role.LIAISON)):
        return
    raise NotAllowed("只能看本单位的报告。")


def check_user_can_write(user: User, unit: Unit | None) -> None:
    check_speaks_for(user, unit, "写这份报告")


def check_user_can_edit(user: User, report: Report) -> None:
    check_user_can_write(user, report.unit)
    check_can_work_in(report.campaign)
    if report.state != ReportState.DRAFT:
        raise NotPossible("这份报告已经报送，不能再改；要改请创卫办退回。")


def check_user_can_return(user: User, report: Report) -> None:
    check_office(user, "请单位重新报送")
    check_can_work_in(report.campaign)
    if report.state != ReportState.SUBMITTED:
        raise NotPossible("这份报告还没有报送。")


def check_user_can_collect(user: User) -> None:
    check_office(user, "催报告、写汇总")


user_can_see_reports = answer(check_user_can_see_reports)
user_can_edit = answer(check_user_can_edit)
user_can_return = answer(check_user_can_return)
user_can_collect = answer(check_user_can_collect)
