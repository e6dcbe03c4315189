"""What people changed in a project since it was delivered, as unified diffs."""

import difflib

from inlay.project.lock import Lock
from inlay.project.objects import read_object
from inlay.project.tree import Tree, digest_of

__all__ = ["edits_of"]


def edits_of(tree: Tree, lock: Lock) -> dict[str, str]:
    """Give a unified diff from the pristine copy to the file for each delivered file that differs."""
    edits = {}
    for path, file in sorted(lock.files.items()):
        data = tree.read(path)
        if data is None or digest_of(data) != file.sha256:
            edits[path] = _unified(path, read_object(tree, file.sha256), data)
    return edits


def _unified(path: str, before: bytes, after: bytes | None) -> str:
    old = before.decode(errors="replace").splitlines(keepends=True)
    new = [] if after is None else after.decode(errors="replace").splitlines(keepends=True)
    lines = difflib.unified_diff(old, new, f"delivered/{path}", "/dev/null" if after is None else f"yours/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
