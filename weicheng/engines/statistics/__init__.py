"""Estimates with the interval beside them; pure Python over numpy, no Django."""
