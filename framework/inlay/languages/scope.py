"""What a Python body finds in scope without an import: the `imports` of its slot kind as statements."""

from functools import cache
from itertools import groupby

from inlay.catalog import load_slot_kind

__all__ = ["imports_in_scope"]


@cache
def imports_in_scope(kind: str) -> str:
    """Give the import statements of the names that a slot kind has in scope, one line for each module.

    Raises:
        CatalogInvalid: There is no such slot kind, or its file has faults.
    """
    names = sorted(load_slot_kind(kind).imports.items(), key=lambda pair: (pair[1], pair[0]))
    lines = []
    for module, group in groupby(names, key=lambda pair: pair[1]):
        found = [name for name, _ in group]
        lines += [f"from {module} import {', '.join(found)}"] if module else [f"import {name}" for name in found]
    return "".join(f"{line}\n" for line in lines)
