"""Pages of plans and ledger: fetch, ask, call, render."""
