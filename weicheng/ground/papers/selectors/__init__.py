"""What the pages of official papers read."""
