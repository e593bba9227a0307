"""A unit's own plan answers the upper plan."""
