"""inlay_eval."""
