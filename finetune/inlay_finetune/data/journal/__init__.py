"""From the journal of past runs, and from what people changed, to pairs that a model learns from."""
