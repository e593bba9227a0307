"""Pages: the register, a bid, its papers, its calendar."""
