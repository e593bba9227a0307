"""The sample campaign: a fictional district, its units, papers and a few months of progress, loaded through the real services."""
