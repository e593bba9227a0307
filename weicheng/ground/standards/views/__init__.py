"""Pages of the standards."""
