"""Where the files lie that came with inlay (the catalog, the embedded model), and those that it can make again."""

import os
from pathlib import Path

import inlay
from inlay.errors import CatalogInvalid, Fault

__all__ = ["CATALOG", "CATALOG_VARIABLE", "cache_folder", "data_folder", "embedded_model"]

CATALOG = ("prompt_registry", "slots", "templates")
"""The folders of a catalog."""
CATALOG_VARIABLE = "INLAY_CATALOG"
"""The variable that names a catalog in the place of the shipped one; see `inlay.catalog.chosen`."""


def data_folder(name: str) -> Path:
    """Give the folder `templates`, `slots` or `prompt_registry` of the chosen catalog.

    What that one does not hold, or where none is chosen, comes from the catalog that came with inlay.
    """
    package = Path(inlay.__file__).resolve().parent
    shipped = package / "_data" / name
    beside = package.parents[1] / name
    chosen = os.environ.get(CATALOG_VARIABLE)
    folders = [shipped, beside]
    if chosen:
        folders.insert(0, Path(chosen) / name)
    for folder in folders:
        if folder.is_dir():
            return folder
    fault = Fault(file=str(shipped), line=1, column=1, message=f"the catalog folder `{name}` is missing")
    raise CatalogInvalid((fault,), hint="install inlay again")


def embedded_model() -> Path:
    """Give the place of the model that comes with inlay, whether or not it is there."""
    return Path(inlay.__file__).resolve().parent / "_model" / "embedded.gguf"


def cache_folder() -> Path:
    """Give inlay's folder in the user's cache; it moves with `INLAY_HOME`."""
    home = os.environ.get("INLAY_HOME")
    if home:
        return Path(home) / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("inlay", appauthor=False)
