"""Reads for the papers: rows of units, people who sign, what is due and late, lists of the pages."""
