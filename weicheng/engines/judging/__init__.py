"""A figure held against what a standard asks: the judges, the limits by grade, what is impossible and what is improbable."""
