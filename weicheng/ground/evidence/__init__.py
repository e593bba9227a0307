"""Files kept by their SHA-256, once each."""
