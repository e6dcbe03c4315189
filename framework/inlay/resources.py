"""Where the files lie that came with inlay: the catalog, in the wheel or beside the code, and the embedded model."""

from pathlib import Path

import inlay
from inlay.errors import CatalogInvalid, Fault

__all__ = ["data_folder", "embedded_model"]


def data_folder(name: str) -> Path:
    """Give the folder `templates`, `slots` or `prompt_registry` of the catalog that came with inlay."""
    package = Path(inlay.__file__).resolve().parent
    shipped = package / "_data" / name
    beside = package.parents[1] / name
    for folder in (shipped, beside):
        if folder.is_dir():
            return folder
    fault = Fault(file=str(shipped), line=1, column=1, message=f"the catalog folder `{name}` is missing")
    raise CatalogInvalid((fault,), hint="install inlay again")


def embedded_model() -> Path:
    """Give the place of the model that comes with inlay, whether or not it is there."""
    return Path(inlay.__file__).resolve().parent / "_model" / "embedded.gguf"
