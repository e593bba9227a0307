"""How sure the reader is of a row, and what it says about its doubts."""

from math import exp, log
from operator import mul

LOW, HIGH = 0.02, 0.98


def evidence_of(
    first: int, last: int, letters: int, marginals: list[tuple[float, float, float]]
) -> tuple[float, float, float, float, float, float]:
    """What speaks for a row over clauses ``first`` to ``last``, from the chances of B, I, O of each clause.

    That it begins there, that its clauses belong to rows at all, its length in characters and in clauses, that it is one
    piece, that it ends there.
    """
    begins = marginals[first][0]
    within, piece = 1 - marginals[first][2], 1.0
    for _, goes_on, outside in marginals[first + 1 : last + 1]:
        within += 1 - outside
        piece *= goes_on
    within /= last - first + 1
    ends = 1 - marginals[last + 1][1] if last + 1 < len(marginals) else 1.0
    return _logit(begins), _logit(within), log(max(letters, 1)), float(last - first + 1), piece**0.5, ends


def calibrated(evidence: tuple[float, ...], calibration: tuple[float, ...]) -> float:
    """The chance that the row is right: a logistic curve fitted on papers that the model had not seen; its shift comes last."""
    value = sum(map(mul, evidence, calibration)) + calibration[-1]
    return round(min(max(1 / (1 + exp(-value)), LOW), HIGH), 3)


def _logit(chance: float) -> float:
    kept = min(max(chance, 0.01), 0.99)
    return log(kept / (1 - kept))


def doubts_of(confidence: float, has_lead: bool, category_chance: float, year_unknown: bool) -> list[str]:
    """Chinese sentences for the person who checks the row."""
    doubts: list[str] = []
    if confidence < 0.35:
        doubts.append("这句话可能只是说明或要求，不是一项任务，请核对。")
    if year_unknown:
        doubts.append("文件里找不到年份，日期无法确定，请补充年份。")
    if not has_lead:
        doubts.append("没有找到牵头单位，请补充。")
    if category_chance < 0.5:
        doubts.append("类别不太明确，请核对。")
    return doubts
