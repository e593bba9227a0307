"""The only part that speaks to the outside; it runs in a short-lived process of its own (``sender``)."""
