"""`inlay diff`: what differs between a project and what was delivered."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

__all__ = ["diff"]


def diff(
    project: Annotated[Path, typer.Argument(help="A folder of a generated project, or a file in it.")] = Path(),
    form: FormatOption = Format.text,
) -> None:
    """Show as a unified diff what was changed since the project was delivered."""
    from inlay.project.drift import find_project, require_lock
    from inlay.project.edits import edits_of
    from inlay.project.hold import recover
    from inlay.project.tree import Tree

    root = find_project(project)
    recover(root)
    with Tree(root) as tree:
        edits = edits_of(tree, require_lock(tree))
    emit(edits, lambda: "".join(edits.values()).rstrip("\n") or "Nothing differs.", form)
    if edits:
        raise typer.Exit(1)
