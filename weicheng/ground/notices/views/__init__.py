"""Pages of the inbox, of one's own choices, of robots and of the log."""
