"""From the agenda to the follow-up of what was decided."""
