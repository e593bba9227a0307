"""What is read of the standards: editions, clauses and figures with the office's verifications over them."""
