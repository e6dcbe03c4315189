"""The head of a GGUF file, looked at before llama.cpp does."""

import struct
from pathlib import Path

from inlay.errors import BackendError, UsageError

__all__ = ["check_header"]

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_MOST = 1_000_000


def check_header(path: Path) -> None:
    """Refuse what is no GGUF file, in words that say what to do."""
    try:
        if not path.is_file():
            raise UsageError(f"there is no model file {path}", hint="give the path of a GGUF file")
        with path.open("rb") as file:
            head = file.read(24)
    except OSError as error:
        raise UsageError(f"the model file {path} cannot be read: {error.strerror}") from error
    if head[:4] != _MAGIC:
        raise BackendError(f"{path} is no GGUF file", hint="convert the model to GGUF, or fetch the file again")
    if len(head) < 24:
        raise BackendError(f"{path} is cut off", hint="fetch the file again")
    version, tensors, keys = struct.unpack("<IQQ", head[4:])
    if version not in _VERSIONS or tensors > _MOST or keys > _MOST:
        raise BackendError(f"{path} has a GGUF head that makes no sense (version {version})", hint="fetch it again")
