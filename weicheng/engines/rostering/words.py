"""What the office reads about a roster: whether it is filled, why not, how equal it is and how much better it could be."""

from __future__ import annotations

from datetime import date

from weicheng.engines.rostering.problem import Outcome, Problem, Shortage

WEEKDAYS = "一二三四五六日"
LISTED = 12


def words_of(problem: Problem, outcome: Outcome) -> tuple[str, ...]:
    """Sentences, the most important first."""
    said = [*outcome.clashes]
    if outcome.shortages:
        said += _lacking(outcome)
    if not problem.people:
        return (*said, "还没有人可排。请先加入人员。")
    said.append(_equal(outcome))
    if outcome.kept_from:
        share = outcome.changed / outcome.kept_from
        said.append(f"与原表相比，其他人的{outcome.kept_from}个班中变动{outcome.changed}个（{share:.1%}）。")
    said.append(proof_words(outcome))
    return tuple(said)


def proof_words(outcome: Outcome) -> str:
    """已证明最优, or by how much the best can be better at most."""
    if outcome.is_proven:
        return (
            "已证明最优：按这些规则，没有更匀的排法。"
            if outcome.is_complete
            else "已证明：按这些规则，缺的人数不能再少。"
        )
    missing = sum(s.lack for s in outcome.shortages) - outcome.lacking_bound
    if missing > 0:
        return f"离最优至多相差{missing}人次：没有证明这些班一定排不满。"
    steps = outcome.gap if outcome.is_complete else min(outcome.gap, 1e6)
    return f"离最优至多相差{_number(steps)}个班（即至多还能挪匀这么多个班）。"


def shortage_words(short: Shortage) -> str:
    """3月5日（周五）夜班要4人，只排得出2人，缺2人：3人请假，2人免排此班，1人当天或前后已有班。"""
    why = [
        f"{short.on_leave}人请假" if short.on_leave else "",
        f"{short.exempt}人免排此班" if short.exempt else "",
        f"{short.busy}人当天已有别的班或按规定正在休息" if short.busy else "",
    ]
    reasons = "，".join(part for part in why if part)
    head = f"{day_words(short.day)}{short.shift.name}要{short.need}人，缺{short.lack}人"
    return f"{head}：{reasons}。" if reasons else f"{head}：参加排班的人不够。"


def day_words(day: date) -> str:
    return f"{day:%-m月%-d日}（周{WEEKDAYS[day.weekday()]}）"


def _lacking(outcome: Outcome) -> list[str]:
    days = {short.day for short in outcome.shortages}
    total = sum(short.lack for short in outcome.shortages)
    proven = "，怎样排都至少缺这么多" if outcome.lacking_bound >= total else ""
    said = [f"有{len(days)}天排不满，共缺{total}人次{proven}。可以增加人员、减少人数要求、调整请假或放宽休息间隔。"]
    said += [shortage_words(short) for short in outcome.shortages[:LISTED]]
    if len(outcome.shortages) > LISTED:
        said.append(f"还有{len(outcome.shortages) - LISTED}个班也缺人，见执勤表上标出的格子。")
    return said


def _equal(outcome: Outcome) -> str:
    loads = [load for load in outcome.loads.values() if load] or [0]
    words = f"每人{min(loads)}至{max(loads)}个班" if min(loads) < max(loads) else f"每人{max(loads)}个班"
    return f"{words}；按能上班的天数折算，最多与最少相差{_number(outcome.spread)}个班，周末和节假日相差{_number(outcome.heavy_spread)}个。"


def _number(value: float) -> str:
    """One decimal, rounded up, so that no difference is shown smaller than it is."""
    shown = -(-round(value * 10, 6) // 1) / 10
    return f"{shown:g}"
