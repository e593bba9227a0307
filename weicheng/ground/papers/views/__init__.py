"""Pages of official papers: lists, drafts, one paper, the books, incoming papers, the check of a file."""
