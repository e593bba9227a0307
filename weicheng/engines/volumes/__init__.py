"""Volumes outside the system: verify.py travels with every export and needs nothing but Python 3.7."""
