"""What changes standards: loading the library, verifying a figure."""
