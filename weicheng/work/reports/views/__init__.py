"""Pages of this room: overview (the office's week, tallies, burden) and writing (one report)."""
