"""Audit trail and jobs: what every room needs, without a word of the campaign."""
