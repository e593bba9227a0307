"""States and moves of a unit's plan, as data."""

from weicheng.work.cascade.choices import AnswerState

ANSWER: dict[AnswerState, dict[str, AnswerState]] = {
    AnswerState.DRAFT: {"submit": AnswerState.SUBMITTED},
    AnswerState.SUBMITTED: {
        "take_back": AnswerState.DRAFT,
        "return": AnswerState.RETURNED,
        "accept": AnswerState.ACCEPTED,
    },
    AnswerState.RETURNED: {"submit": AnswerState.SUBMITTED},
    AnswerState.ACCEPTED: {"reopen": AnswerState.DRAFT},
}
# In these the unit edits its rows.
EDITABLE = frozenset({AnswerState.DRAFT, AnswerState.RETURNED})
