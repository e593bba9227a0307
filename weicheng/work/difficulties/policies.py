"""What the state allows, whoever asks."""

from __future__ import annotations

from weicheng.ground.kernel.errors import NotPossible
from weicheng.work.difficulties.choices import ABOVE, Level, State
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.difficulties.transitions import DIFFICULTY
from weicheng.work.plans.policies import check_can_work_in


def next_state(difficulty: Difficulty, verb: str) -> State:
    """The state after ``verb``; raises NotPossible where the table has no such move or the campaign has ended."""
    check_can_work_in(difficulty.campaign)
    move = DIFFICULTY[State(difficulty.state)].get(verb)
    if move is None:
        raise NotPossible(f"这个难点{difficulty.get_state_display()}，不能这样处理。")
    return move


def next_level(difficulty: Difficulty) -> Level:
    """The level above; raises NotPossible at the top."""
    above = ABOVE.get(Level(difficulty.level))
    if above is None:
        raise NotPossible("已经报到领导小组，没有更高的层级。")
    return above
