"""The library llama.cpp: loaded once, its log kept instead of printed, its AMX kernels left alone."""

from collections import deque
from functools import cache
from types import ModuleType
from typing import Any

from inlay.errors import UsageError

__all__ = ["library", "said_lately"]

_WARNING = 3
_said: deque[str] = deque(maxlen=12)
_kept: list[object] = []
"""What C code still points to."""


@cache
def library() -> ModuleType:
    """Give the bindings' low-level module; models opened after it, in whatever way, are opened without AMX."""
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
    _leave_amx(bindings)
    return bindings


def _leave_amx(bindings: Any) -> None:
    """Open models without llama.cpp's kernels for AMX, where it was built with them.

    Compiled by GCC they load a tile configuration that was optimised away, and the first product of matrices ends the
    process (ggml-org/llama.cpp, issue 20824 and pull request 26954). Weights in Q8_0 lose nothing else by it.
    """
    if b"AMX_INT8 = 1" not in bindings.llama_print_system_info():
        return
    defaults = bindings.llama_model_default_params

    def without_extra_buffers() -> Any:
        settings = defaults()
        settings.use_extra_bufts = False
        return settings

    bindings.llama_model_default_params = without_extra_buffers


def _hear(level: int, text: bytes | None, _: object) -> None:
    if level >= _WARNING and text:
        _said.append(text.decode("utf-8", "replace").strip())


def said_lately() -> str:
    """Give the last complaint of the library and forget it."""
    lines = [line for line in _said if line]
    _said.clear()
    return lines[-1] if lines else "no reason given"
