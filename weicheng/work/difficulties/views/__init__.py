"""Pages of the difficulties."""
