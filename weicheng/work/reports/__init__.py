"""Weekly, monthly and stage reports made from what was recorded."""
