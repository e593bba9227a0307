"""Writes: volumes are made, chosen over, sealed and exported; items are registered and numbered; levels accept."""
