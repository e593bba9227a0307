"""Who is reminded of what, in steps."""
