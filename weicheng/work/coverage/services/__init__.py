"""Closing a hole by a task."""
