"""Writing in this room: calls (the office asks), answers (a unit's plan and its rows), reading (a unit's own document)."""
