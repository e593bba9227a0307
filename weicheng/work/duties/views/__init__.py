"""Pages of standing work."""
