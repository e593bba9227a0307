"""What each paper says, as blocks for engines.gongwen."""
