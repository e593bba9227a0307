"""Titles won and sought: stages, declaration package, expiry, the calendar back from the review."""
