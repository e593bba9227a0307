"""States and moves of a paper as literal data: state -> {verb: next state}. A verb that is missing is not possible."""

from weicheng.ground.papers.choices import PaperState

PAPER = {
    PaperState.DRAFT: {"issue": PaperState.ISSUED, "void": PaperState.VOID},
    PaperState.ISSUED: {"sign": PaperState.SIGNED, "outdate": PaperState.OUT_OF_DATE, "void": PaperState.VOID},
    PaperState.SIGNED: {"retract": PaperState.ISSUED, "outdate": PaperState.OUT_OF_DATE, "void": PaperState.VOID},
    # What was changed back makes the paper good again, signed or not as it was.
    PaperState.OUT_OF_DATE: {
        "restore": PaperState.ISSUED,
        "restore_signed": PaperState.SIGNED,
        "void": PaperState.VOID,
    },
    PaperState.VOID: {},
}

# A paper with a number and not void: it stands for its unit until a newer version takes its place.
STANDING = frozenset({PaperState.ISSUED, PaperState.SIGNED, PaperState.OUT_OF_DATE})
