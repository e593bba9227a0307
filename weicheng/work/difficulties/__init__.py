"""What a unit cannot solve alone, and who owes the answer."""
