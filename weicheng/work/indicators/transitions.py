"""States and moves of a value, as data. A correction is a new entry; the old one is replaced when the new is checked."""

from weicheng.work.indicators.choices import State

ENTRY: dict[State, dict[str, State]] = {
    State.DRAFT: {"submit": State.SUBMITTED},
    State.SUBMITTED: {"check": State.CHECKED, "return": State.RETURNED, "take_back": State.DRAFT},
    State.RETURNED: {},
    State.CHECKED: {"replace": State.REPLACED},
    State.REPLACED: {},
}
OWNERS = {
    State.DRAFT: "填报单位",
    State.SUBMITTED: "创卫办",
    State.RETURNED: "填报单位",
    State.CHECKED: "",
    State.REPLACED: "",
}
