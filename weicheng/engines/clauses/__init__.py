"""Which clause of a standard a task belongs to, from its text: the best three, or none. Pure Python, no Django."""

from weicheng.engines.clauses.model import Advice, ClauseText, Suggestion, TaskText
from weicheng.engines.clauses.suggesting import Neighbours, Suggester, is_sure

__all__ = ["Advice", "ClauseText", "Neighbours", "Suggester", "Suggestion", "TaskText", "is_sure"]
