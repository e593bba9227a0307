"""Writes of this room: filling, checking, owners, years, tables."""
