"""What is written: the register, the walk of a bid, its papers, its countdown."""
