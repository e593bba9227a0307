"""Pages of reminding, confirming and asking again."""
