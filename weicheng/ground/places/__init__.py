"""Zones of the town and who answers for them."""
