"""Fits the weights of the clause suggester on its examples; not needed to suggest."""
