"""Quantise a GGUF file by llama.cpp itself."""

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

from inlay.errors import InlayError

__all__ = ["quantize"]


@cache
def _silence() -> Any:
    """Give a callback that drops what the library tells of every tensor; it must outlive the library's use of it."""
    import llama_cpp

    return llama_cpp.llama_log_callback(lambda _level, _text, _data: None)


def quantize(source: Path, target: Path, *, threads: int = 1) -> Path:
    """Write a Q8_0 copy of a float32 GGUF file; norms stay as they are."""
    import llama_cpp

    llama_cpp.llama_log_set(_silence(), ctypes.c_void_p(0))
    passing = target.with_name(target.name + ".passing")
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0
    parameters.nthread = threads
    code = llama_cpp.llama_model_quantize(str(source).encode(), str(passing).encode(), ctypes.byref(parameters))
    if code != 0:
        raise InlayError(f"llama.cpp could not quantise {source} (code {code})")
    passing.replace(target)
    return target
