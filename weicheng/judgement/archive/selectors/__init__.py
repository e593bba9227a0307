"""Reads: what lies in a volume, what is complete, what is registered."""
