"""Writing in this room: drafts (a person's changes), submitting, reminding those that are missing."""
