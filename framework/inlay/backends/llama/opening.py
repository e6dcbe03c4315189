"""The addresses `embedded` and `gguf:FILE`."""

from collections.abc import Mapping
from pathlib import Path

from inlay.backends.base import Backend
from inlay.backends.opening import read_options
from inlay.errors import UsageError
from inlay.resources import embedded_model

__all__ = ["embedded_model", "open_embedded", "open_gguf"]


def open_embedded(rest: str, options: Mapping[str, object]) -> Backend:
    """Open the model that comes with inlay."""
    if rest:
        raise UsageError("`embedded` takes no address", hint=f"write gguf:{rest} for a model of your own")
    path = embedded_model()
    if not path.is_file():
        raise UsageError(
            f"this inlay came without its model ({path})",
            hint="install inlay from its wheel, build the model with `make embedded-model`, or give gguf:FILE",
        )
    return _open(path, "embedded", options)


def open_gguf(rest: str, options: Mapping[str, object]) -> Backend:
    """Open a GGUF file by path."""
    if not rest:
        raise UsageError("`gguf` needs a file", hint="write gguf:/models/model.gguf")
    path = Path(rest).expanduser()
    return _open(path, f"gguf:{path.name}", options)


def _open(path: Path, name: str, options: Mapping[str, object]) -> Backend:
    from inlay.backends.llama.backend import LlamaBackend, LlamaOptions

    return LlamaBackend(path, name, read_options(LlamaOptions, name.partition(":")[0], options))
