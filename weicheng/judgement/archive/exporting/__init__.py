"""A volume as files: drawn from its manifest alone, so that what leaves the house is what was sealed."""
