"""Backends: what produces completions, opened by address."""

from inlay.backends.base import Backend, Completion, Request, Usage
from inlay.backends.opening import backend_kinds, open_backend

__all__ = ["Backend", "Completion", "Request", "Usage", "backend_kinds", "open_backend"]
