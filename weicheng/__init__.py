"""Weicheng 卫城: a city's hygienic-city campaign, from the plan paper to the title."""

__version__ = "0.1.0"
