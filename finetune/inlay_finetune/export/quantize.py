"""Quantise a GGUF file by llama.cpp itself."""

import ctypes
from functools import cache
from pathlib import Path
from typing import Any, Literal

from inlay.errors import InlayError, UsageError

__all__ = ["Quantised", "quantize"]

Quantised = Literal["q4_0", "q4_k_m", "q8_0"]


@cache
def _silence() -> Any:
    """Give a callback that drops what the library tells of every tensor; it must outlive the library's use of it."""
    import llama_cpp

    return llama_cpp.llama_log_callback(lambda _level, _text, _data: None)


def quantize(source: Path, target: Path, *, form: Quantised = "q8_0", threads: int = 1) -> Path:
    """Write a copy of an unquantised GGUF file whose products are rounded; norms stay as they are.

    Raises:
        UsageError: The source is no GGUF file, or is rounded already: rounding twice costs more than it saves.
        InlayError: llama.cpp could not do it.
    """
    import llama_cpp

    _require_whole(source)
    llama_cpp.llama_log_set(_silence(), ctypes.c_void_p(0))
    passing = target.with_name(target.name + ".passing")
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{form.upper()}")
    parameters.nthread = threads
    try:
        code = llama_cpp.llama_model_quantize(str(source).encode(), str(passing).encode(), ctypes.byref(parameters))
        if code != 0:
            raise InlayError(f"llama.cpp could not quantise {source} (code {code})")
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    return target


def _require_whole(source: Path) -> None:
    from gguf import GGUFReader, LlamaFileType

    try:
        field = GGUFReader(source).get_field("general.file_type")
    except OSError as fault:
        raise UsageError(f"cannot read {source}: {fault.strerror}") from fault
    except (ValueError, IndexError) as fault:
        raise UsageError(f"{source} is no GGUF file: {fault}") from fault
    kind = LlamaFileType(field.contents()) if field else LlamaFileType.ALL_F32
    if kind not in {LlamaFileType.ALL_F32, LlamaFileType.MOSTLY_F16, LlamaFileType.MOSTLY_BF16}:
        name = kind.name.removeprefix("MOSTLY_").lower()
        raise UsageError(f"{source} is rounded already, to {name}", hint="export the model with --as f32 first")
