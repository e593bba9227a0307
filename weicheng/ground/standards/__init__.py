"""Editions of standards: chapters, clauses, indicators, targets, forms; the library of YAML files is the data."""
