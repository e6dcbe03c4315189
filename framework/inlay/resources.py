"""Where the files lie that came with inlay (the catalog, the embedded model), and those that it can make again."""

import os
from collections.abc import Iterable
from pathlib import Path

import inlay
from inlay.errors import CatalogInvalid, Fault

__all__ = [
    "CATALOG",
    "CATALOG_VARIABLE",
    "cache_folder",
    "data_folder",
    "data_folders",
    "embedded_model",
    "entry_folder",
    "entry_names",
    "known_names",
    "names_in",
]

CATALOG = ("prompt_registry", "slots", "templates")
"""The folders of a catalog."""
CATALOG_VARIABLE = "INLAY_CATALOG"
"""The variable that names a catalog in the place of the shipped one; see `inlay.catalog.chosen`."""


def data_folder(name: str) -> Path:
    """Give the folder `templates`, `slots` or `prompt_registry` of the chosen catalog, or the shipped one."""
    return data_folders(name)[0]


def data_folders(name: str) -> tuple[Path, ...]:
    """Give the folder of the chosen catalog, where it has one, and behind it the one that came with inlay."""
    package = Path(inlay.__file__).resolve().parent
    shipped = [folder for folder in (package / "_data" / name, package.parents[1] / name) if folder.is_dir()]
    if not shipped:
        fault = Fault(file=str(package / "_data" / name), line=1, column=1, message=f"the folder `{name}` is missing")
        raise CatalogInvalid((fault,), hint="install inlay again")
    chosen = os.environ.get(CATALOG_VARIABLE)
    own = Path(chosen) / name if chosen else shipped[0]
    return (own, shipped[0]) if own != shipped[0] and own.is_dir() else (shipped[0],)


def entry_folder(section: str, name: str) -> Path:
    """Give the folder of a slot kind or a prompt: the chosen catalog's, or the shipped one where that has none."""
    places = [folder / name for folder in data_folders(section)]
    return next((place for place in places if place.is_dir()), places[0])


def entry_names(section: str) -> tuple[str, ...]:
    """Give the names of all slot kinds or prompts that there are, sorted."""
    return names_in(data_folders(section))


def names_in(folders: Iterable[Path]) -> tuple[str, ...]:
    """Give the names of the folders in some folders, sorted; hidden ones are none of a catalog's."""
    found = {path.name for folder in folders for path in folder.iterdir() if path.is_dir()}
    return tuple(sorted(name for name in found if not name.startswith(".")))


def known_names(names: Iterable[str]) -> str:
    """Give what there is, as a hint; where no catalog was chosen, also how one's own is named."""
    listed = ", ".join(names) or "none"
    chosen = os.environ.get(CATALOG_VARIABLE)
    return (
        f"known: {listed}" if chosen else f"known: {listed}; `--catalog` or {CATALOG_VARIABLE} names one's own catalog"
    )


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
