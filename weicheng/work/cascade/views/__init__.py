"""Pages of this room: calls (the office's side) and answers (a unit's side)."""
