"""A roster is planned by a job: the question put to the engine, its answer written as turns, its words kept for the page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.engines.rostering.planning import plan
from weicheng.engines.rostering.problem import Outcome, Place, Problem, Rest, Shift
from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import User
from weicheng.work.duties.models import Roster, RosterChange, RosterMember, RosterTurn
from weicheng.work.duties.roster_choices import ChangeKind, RosterState
from weicheng.work.duties.roster_permissions import (
    check_user_can_change_roster,
    check_user_can_draft_roster,
    check_user_can_publish_roster,
)
from weicheng.work.duties.services.roster_drafting import locked

JOB_KIND = "duties.roster"
SECONDS = 10.0


def request_plan(*, by: User, roster: Roster) -> Job:
    """Plan a draft anew, in the background; what was planned before is replaced when the new one is there."""
    with transaction.atomic():
        current = locked(roster)
        check_user_can_draft_roster(by, current)
        if not current.members.exists():
            raise NotPossible("还没有人可排，先加入人员。")
        return _enqueue(by, current, {"roster": current.pk}, "排班")


def drop_out(*, by: User, member: RosterMember, since: date, reason: str) -> Job:
    """A member leaves a published roster from ``since`` on; the days from then are planned again with few changes."""
    if not reason.strip():
        raise Invalid("请写退出的原因。", "reason")
    with transaction.atomic():
        current = locked(member.roster)
        check_user_can_change_roster(by, current)
        if since < timezone.localdate():
            raise Invalid("退出日期不能早于今天，过去的班不会再改。", "since")
        if member.left_on is not None:
            raise NotPossible(f"{member.name}已在{member.left_on:%-m月%-d日}退出。")
        member.left_on, member.left_reason = since, reason.strip()
        member.save(update_fields=["left_on", "left_reason"])
        after = {"member": member.name, "since": since.isoformat()}
        audit.record("duties.roster.left", by=by, obj=current, after=after, reason=reason, unit_id=current.unit_id)
        args = {"roster": current.pk, "since": since.isoformat(), "why": f"{member.name}退出：{reason.strip()}"}
        return _enqueue(by, current, {**args, "kind": ChangeKind.DROPOUT, "by": by.pk}, "重排今后的班")


def request_replan(*, by: User, roster: Roster, reason: str) -> Job:
    """Plan the days from tomorrow on again with few changes, after leave was entered or a replanning was stopped."""
    with transaction.atomic():
        current = locked(roster)
        check_user_can_change_roster(by, current)
        since = timezone.localdate() + timedelta(days=1)
        args = {"roster": current.pk, "since": since.isoformat(), "why": reason.strip() or "请假等情况有变"}
        return _enqueue(by, current, {**args, "kind": ChangeKind.REPLAN, "by": by.pk}, "重排今后的班")


def publish_roster(*, by: User, roster: Roster) -> Roster:
    """From now on the turns stand; a change is an entry. The unit's name of today stays on the paper."""
    with transaction.atomic():
        current = locked(roster)
        check_user_can_publish_roster(by, current)
        current.state, current.published_by, current.published_at = RosterState.PUBLISHED, by, timezone.now()
        current.unit_name = current.unit.name
        current.save(update_fields=["state", "published_by", "published_at", "unit_name"])
        after = {"turns": current.turns.count()}
        audit.record("duties.roster.published", by=by, obj=current, after=after, unit_id=current.unit_id)
    return current


def plan_roster(job: Job) -> dict[str, Any]:
    """The body of the job. A second run after a crash writes the same again."""
    roster = Roster.objects.select_related("unit", "campaign").get(pk=job.args["roster"])
    since = date.fromisoformat(job.args["since"]) if job.args.get("since") else None
    problem = problem_of(roster, since)
    jobs.progress(job, 0, 100, "正在排班")
    outcome = plan(problem, seed=roster.pk, seconds=SECONDS, report=lambda done, total: _tell(job, done, total))
    with transaction.atomic():
        current = locked(roster)
        if not current.is_draft and since is None:
            raise jobs.JobFailed("执勤表在排班的时候发布了，没有再改。")
        gone, new = _write(current, outcome, since)
        current.result = result_of(outcome)
        current.version += 1
        current.save(update_fields=["result", "version"])
        after = {"turns": len(outcome.places), "words": list(outcome.words)[:5]}
        audit.record("duties.roster.planned", obj=current, after=after, unit_id=current.unit_id)
        if since is not None:
            _enter(job, current, since, gone, new)
    return {"url": f"/duties/rosters/{roster.pk}/"}


def problem_of(roster: Roster, since: date | None = None) -> Problem:
    """The question for the engine. ``since``: the days before stand, and those after change as little as possible."""
    calendar = work_calendar()
    shifts = list(roster.shifts.all())
    members = list(roster.members.prefetch_related("exempt", "leave"))
    days = days_of(roster)
    off = frozenset() if roster.is_weekly else frozenset(day for day in days if not calendar.is_workday(day))
    needs = {(day, str(s.pk)): s.heads_off if day in off else s.heads for day in days for s in shifts}
    standing: frozenset[tuple[Place, bool | None]] = frozenset()
    if since is not None:
        rows = RosterTurn.objects.filter(roster=roster).values_list("member_id", "day", "shift_id", "came")
        standing = frozenset((Place(str(m), day, str(s)), came) for m, day, s, came in rows)
    return Problem(
        people=[str(member.pk) for member in members],
        days=days,
        shifts=[_shift(roster, s) for s in shifts],
        needs=needs,
        exempt={str(m.pk): frozenset(str(s.pk) for s in m.exempt.all()) for m in members},
        leave={str(m.pk): frozenset(day for day in days if is_away(roster, m, day)) for m in members},
        # A week is on duty as a whole; hours between its days mean nothing.
        rest=Rest(0 if roster.is_weekly else roster.rest_hours, roster.rest_days),
        heavy=off,
        fixed=frozenset(place for place, came in standing if since and (place.day < since or came is not None)),
        previous=frozenset(place for place, _ in standing),
        weights={str(m.pk): m.share / 100 for m in members},
    )


def days_of(roster: Roster) -> list[date]:
    """Every day of the span; of a weekly roster the Mondays, the first week beginning where the roster begins."""
    days = [roster.starts_on + timedelta(days=i) for i in range((roster.ends_on - roster.starts_on).days + 1)]
    return [day for i, day in enumerate(days) if i == 0 or day.weekday() == 0] if roster.is_weekly else days


def is_away(roster: Roster, member: RosterMember, day: date) -> bool:
    """On leave on the day (or in the week that begins on it), or no longer a member."""
    last = day + timedelta(days=6 - day.weekday()) if roster.is_weekly else day
    gone = member.left_on is not None and last >= member.left_on
    return gone or any(leave.first <= last and day <= leave.last for leave in member.leave.all())


def result_of(outcome: Outcome) -> dict[str, Any]:
    return {
        "words": list(outcome.words),
        "spread": outcome.spread,
        "heavy_spread": outcome.heavy_spread,
        "gap": round(outcome.gap, 3),
        "is_proven": outcome.is_proven,
        "is_complete": outcome.is_complete,
        "short": [[short.day.isoformat(), int(short.shift.key), short.lack] for short in outcome.shortages],
        "at": timezone.now().isoformat(),
    }


def _shift(roster: Roster, shift: Any) -> Shift:
    start, end = (at.hour * 60 + at.minute for at in (shift.starts_at, shift.ends_at))
    # An overnight week would reach into the leave of the week after.
    return (
        Shift(str(shift.pk), shift.name, 0, 1439) if roster.is_weekly else Shift(str(shift.pk), shift.name, start, end)
    )


def _enqueue(by: User, roster: Roster, args: dict[str, Any], label: str) -> Job:
    roster.job = jobs.enqueue(JOB_KIND, args, by=by, label=f"{roster.name}：{label}")
    roster.save(update_fields=["job"])
    return roster.job


def _tell(job: Job, done: int, total: int) -> None:
    jobs.progress(job, min(done, total - 1), total, "正在排得更匀")


def _write(roster: Roster, outcome: Outcome, since: date | None) -> tuple[set[Place], set[Place]]:
    """Make the turns those of the outcome; those that stay keep their rows. Returns what went and what came."""
    there = {Place(str(t.member_id), t.day, str(t.shift_id)): t for t in roster.turns.all()}
    gone = {place for place in there if place not in outcome.places and (since is None or place.day >= since)}
    new = {place for place in outcome.places if place not in there and (since is None or place.day >= since)}
    RosterTurn.objects.filter(pk__in=[there[place].pk for place in gone]).delete()
    RosterTurn.objects.bulk_create(
        [
            RosterTurn(roster=roster, member_id=int(place.person), shift_id=int(place.shift), day=place.day)
            for place in sorted(new, key=lambda place: (place.day, place.shift, place.person))
        ],
        batch_size=1000,
    )
    return gone, new


def _enter(job: Job, roster: Roster, since: date, gone: set[Place], new: set[Place]) -> None:
    """One entry for the replanning, written once however often the job is run."""
    names = {str(pk): name for pk, name in roster.members.values_list("pk", "name")}
    lines = [f"{names[p.person]}不再排{p.day:%-m月%-d日}" for p in sorted(gone, key=lambda p: p.day)[:40]]
    lines += [f"{names[p.person]}加排{p.day:%-m月%-d日}" for p in sorted(new, key=lambda p: p.day)[:40]]
    text = f"{job.args['why']}。{since:%-m月%-d日}起重排，撤下{len(gone)}个班，补上{len(new)}个班。{'；'.join(lines)}"
    defaults = {"roster": roster, "kind": job.args["kind"], "day": since, "text": text, "by_id": job.args["by"]}
    RosterChange.objects.get_or_create(key=job.pk, defaults=defaults)
