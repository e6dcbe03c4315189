"""The names of what runs the work."""

from enum import StrEnum

__all__ = ["Executor"]


class Executor(StrEnum):
    """Where the work runs: in threads and boxes here, or in actors of a Ray cluster."""

    local = "local"
    ray = "ray"
