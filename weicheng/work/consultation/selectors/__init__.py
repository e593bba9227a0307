"""Reads: ``rounds`` (who has replied, what is open, who bounced to whom), ``receipts`` (who has signed what)."""
