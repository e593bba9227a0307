"""Volumes as queries: contents, completeness, item numbers, sealing, export."""
