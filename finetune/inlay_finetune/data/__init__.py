"""From raw material (company code, slots, journals, databases) to samples that a model learns from."""
