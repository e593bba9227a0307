"""Commitment letters and the other papers made from the ledger."""
