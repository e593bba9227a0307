"""Reads of this room. Other rooms ask ``judged``."""

from weicheng.work.indicators.selectors.board import Board, Judged, judged

__all__ = ["Board", "Judged", "judged"]
