"""Who is on duty when: rosters with heads, exemptions, leave and rest, loads as equal as can be, and a proof of how equal."""
