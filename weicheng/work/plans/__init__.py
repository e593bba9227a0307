"""Plan papers, their rows under review, tasks and progress; the ledger is a selector over them."""
