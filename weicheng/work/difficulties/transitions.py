"""States and moves as literal data: state -> {verb: next state}. A verb that is missing is not possible in that state."""

from weicheng.work.difficulties.choices import State

DIFFICULTY = {
    State.OPEN: {"answer": State.ANSWERED, "escalate": State.OPEN, "sort": State.OPEN, "settle": State.SETTLED},
    State.ANSWERED: {"escalate": State.OPEN, "reopen": State.OPEN, "settle": State.SETTLED},
    State.SETTLED: {"reopen": State.OPEN},
}
