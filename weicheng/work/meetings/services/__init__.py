"""Planning, agenda, call list, check-in, follow-up."""
