"""Units, people and groups from a table the office fills in: read, check everything, then write all of it or nothing."""
