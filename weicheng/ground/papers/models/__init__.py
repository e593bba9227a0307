"""What this room keeps, by subject."""

from weicheng.ground.papers.models.approval import ApprovalStep, ChainStep
from weicheng.ground.papers.models.clauses import PaperClause
from weicheng.ground.papers.models.incoming import IncomingPaper
from weicheng.ground.papers.models.official import Distribution, OfficialPaper
from weicheng.ground.papers.models.papers import READERS, NumberRegister, Paper, PaperQuerySet, Signing
from weicheng.ground.papers.models.rectify import RectifyAnswer, rectify_state
from weicheng.ground.papers.models.register import RegisterEntry, Series, SeriesYear

__all__ = [
    "READERS",
    "ApprovalStep",
    "ChainStep",
    "Distribution",
    "IncomingPaper",
    "NumberRegister",
    "OfficialPaper",
    "Paper",
    "PaperClause",
    "PaperQuerySet",
    "RectifyAnswer",
    "RegisterEntry",
    "Series",
    "SeriesYear",
    "Signing",
    "rectify_state",
]
