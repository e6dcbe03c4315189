"""Pristine copies of what was delivered, by content hash: the base of every later merge."""

from inlay.errors import UsageError
from inlay.project.tree import Tree, digest_of

__all__ = ["has_object", "object_path", "read_object"]

OBJECTS = ".inlay/objects"


def object_path(digest: str) -> str:
    """Give where the copy of some content stands in a project."""
    return f"{OBJECTS}/{digest}"


def has_object(tree: Tree, digest: str) -> bool:
    """Say whether the copy of a hash is there and is what its name says."""
    return tree.digest(object_path(digest)) == digest


def read_object(tree: Tree, digest: str) -> bytes:
    """Give the content of a hash; raise `UsageError` when the copy is missing or is not what its name says."""
    data = tree.read(object_path(digest))
    if data is None or digest_of(data) != digest:
        state = "missing" if data is None else "damaged"
        raise UsageError(
            f"{tree.root / object_path(digest)} is {state}",
            hint="restore .inlay/objects from version control",
        )
    return data
