"""Papers that go out: letters with their number and signature."""
