"""Pages of the organisation: they fetch, ask, call and render."""
