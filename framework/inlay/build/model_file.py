"""Where the embedded model lies."""

from pathlib import Path

import inlay

__all__ = ["embedded_model"]


def embedded_model() -> Path:
    """Give the path of the model that is shipped in the package, whether or not it is there."""
    return Path(inlay.__file__).parent / "_model" / "embedded.gguf"
