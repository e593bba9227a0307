"""Standing and recurring work, and who is on duty."""
