"""What the pages of this room, and the rooms above it, read of standing work."""

from weicheng.work.duties.selectors.occurrences import Week, occurrences_for, week_of

__all__ = ["Week", "occurrences_for", "week_of"]
