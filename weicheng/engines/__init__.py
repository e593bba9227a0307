"""Pure Python engines: no Django, usable as libraries."""
