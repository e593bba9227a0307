"""Clause x unit x place type: what carries each clause, and where nothing does."""
