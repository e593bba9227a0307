"""How sure the reader is of a row, and what it says about its doubts."""

from math import exp, log

LOW, HIGH = 0.02, 0.98


def calibrated(certainty: float, calibration: tuple[float, float]) -> float:
    """The model's certainty as a chance that the row is right (logistic, fitted on papers that the model had not seen)."""
    slope, shift = calibration
    kept = min(max(certainty, 1e-6), 1 - 1e-6)
    value = 1 / (1 + exp(-(slope * log(kept / (1 - kept)) + shift)))
    return round(min(max(value, LOW), HIGH), 3)


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
