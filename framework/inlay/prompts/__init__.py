"""Prompts: the registry, rendering for a slot, and the way back from an answer to a body."""
