"""The library llama.cpp: loaded once, its log kept instead of printed."""

from collections import deque
from functools import cache
from types import ModuleType

from inlay.errors import UsageError

__all__ = ["library", "said_lately"]

_WARNING = 3
_said: deque[str] = deque(maxlen=12)
_kept: list[object] = []
"""What C code still points to."""


@cache
def library() -> ModuleType:
    """Give the bindings' low-level module."""
    try:
        import llama_cpp.llama_cpp as bindings
    except ImportError as error:
        raise UsageError(
            f"models in GGUF files need llama-cpp-python: {error}", hint="pip install 'inlay[llama]'"
        ) from error
    callback = bindings.llama_log_callback(_hear)
    _kept.append(callback)
    bindings.llama_log_set(callback, None)
    bindings.llama_backend_init()
    return bindings


def _hear(level: int, text: bytes | None, _: object) -> None:
    if level >= _WARNING and text:
        _said.append(text.decode("utf-8", "replace").strip())


def said_lately() -> str:
    """Give the last complaint of the library and forget it."""
    lines = [line for line in _said if line]
    _said.clear()
    return lines[-1] if lines else "no reason given"
