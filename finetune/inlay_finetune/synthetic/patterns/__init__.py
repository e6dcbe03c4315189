"""Families of patterns; a new family is one file here with a tuple `PATTERNS` of (function, weight)."""
