"""Fictional papers in the manner of real ones, annotated row by row: what the reader is tested on in any clone.

``docs/NAME.txt`` with ``NAME.jsonl`` are running text; ``tables/NAME.json`` holds the words and the rows of a Word or Excel
file that ``build.py`` makes. Places, offices and people are invented.
"""
