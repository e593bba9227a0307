"""The verbs of standing work."""
