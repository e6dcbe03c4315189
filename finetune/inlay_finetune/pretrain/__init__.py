"""Training a model from nothing."""
