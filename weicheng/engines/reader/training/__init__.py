"""How the row model is made; not needed to read."""
