"""What it all amounts to: the archive, the titles, later the scores."""
