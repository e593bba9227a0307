"""States and moves as literal data: state -> {verb: next state}. A verb that is missing is not possible in that state."""

from weicheng.work.plans.choices import EntryState, PlanState, RowState

PLAN = {
    PlanState.READING: {"read": PlanState.REVIEW, "fail": PlanState.FAILED},
    PlanState.FAILED: {"read_again": PlanState.READING},
    PlanState.REVIEW: {"read_again": PlanState.READING, "publish": PlanState.PUBLISHED},
    PlanState.PUBLISHED: {"withdraw": PlanState.WITHDRAWN, "replace": PlanState.REPLACED},
    PlanState.WITHDRAWN: {"reopen": PlanState.REVIEW},
    PlanState.REPLACED: {},
}

ROW = {
    RowState.OPEN: {"confirm": RowState.CHECKED, "drop": RowState.DROPPED},
    RowState.CHECKED: {"confirm": RowState.CHECKED, "reopen": RowState.OPEN, "drop": RowState.DROPPED},
    RowState.DROPPED: {"restore": RowState.OPEN},
}

ENTRY = {
    EntryState.SUBMITTED: {
        "confirm": EntryState.CONFIRMED,
        "return": EntryState.RETURNED,
        "withdraw": EntryState.WITHDRAWN,
        "replace": EntryState.REPLACED,
    },
    EntryState.CONFIRMED: {"return": EntryState.RETURNED},
    EntryState.RETURNED: {},
    EntryState.WITHDRAWN: {},
    EntryState.REPLACED: {},
}

# Plans whose rows exist only for the office: they may be thrown away, with nothing left in the ledger.
DISCARDABLE = frozenset({PlanState.READING, PlanState.FAILED, PlanState.REVIEW})

# Whose turn it is, for reminders and for the words of a refusal.
OWNERS = {
    PlanState.READING: "系统",
    PlanState.FAILED: "创卫办",
    PlanState.REVIEW: "创卫办",
    PlanState.PUBLISHED: "责任单位",
    PlanState.WITHDRAWN: "创卫办",
    PlanState.REPLACED: "",
    EntryState.SUBMITTED: "创卫办",
    EntryState.CONFIRMED: "",
    EntryState.RETURNED: "责任单位",
    EntryState.WITHDRAWN: "",
    EntryState.REPLACED: "",
}
