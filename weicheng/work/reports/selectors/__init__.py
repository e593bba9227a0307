"""Reading in this room: drafting (a unit's sentences), summary (the office's), lists, tallies, burden."""
