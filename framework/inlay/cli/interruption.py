"""How an interrupted command ends; nothing else, so that it is there before anything that takes long is imported."""

__all__ = ["INTERRUPTED", "INTERRUPTION"]

INTERRUPTED = 130
INTERRUPTION = "interrupted; nothing was left half written"
