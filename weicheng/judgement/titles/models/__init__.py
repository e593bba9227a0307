"""Title and its history; Bid with its moves, findings and countdown; the papers handed in."""

from weicheng.judgement.titles.models.bids import Bid, ConditionAnswer, CountdownItem, Finding, Move
from weicheng.judgement.titles.models.packages import PackageFile, Slot
from weicheng.judgement.titles.models.register import Title, TitleEvent, TitleQuerySet

__all__ = [
    "Bid",
    "ConditionAnswer",
    "CountdownItem",
    "Finding",
    "Move",
    "PackageFile",
    "Slot",
    "Title",
    "TitleEvent",
    "TitleQuerySet",
]
