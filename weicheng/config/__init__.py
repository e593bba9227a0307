"""Wiring: settings from the environment, urls, WSGI. No logic."""
