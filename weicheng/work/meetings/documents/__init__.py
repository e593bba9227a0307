"""Papers of a meeting: the chair's script, the minutes, the circular on absence. Blocks for Word and for the print page."""
