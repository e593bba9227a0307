"""What is read: the register and its ladder, a bid and how ready it is, its papers, its countdown."""
