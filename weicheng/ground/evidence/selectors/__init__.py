"""Reads of the library: lists by filter and by words, one file with all around it, what lapses, which years are there."""
