"""What runs inside a box: standard library only, sent in as source, never imported from disk there."""
