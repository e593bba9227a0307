"""Pages of consultation and receipts."""
