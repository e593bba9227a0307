"""States and moves of an official paper as literal data: state -> {verb: next state}. A verb that is missing is not possible."""

from weicheng.ground.papers.official_choices import OfficialState as S

OFFICIAL = {
    S.DRAFT: {"submit": S.REVIEW, "issue": S.ISSUED, "drop": S.VOID},
    S.RETURNED: {"submit": S.REVIEW, "issue": S.ISSUED, "drop": S.VOID},
    S.REVIEW: {"take_back": S.DRAFT, "return": S.RETURNED, "approve": S.APPROVED},
    S.APPROVED: {"take_back": S.DRAFT, "issue": S.ISSUED},
    S.ISSUED: {"void": S.VOID},
    S.VOID: {},
}
