"""`inlay why FILE:LINE`: where a line came from, by the lock alone."""

from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, fields

__all__ = ["why"]


def why(
    place: Annotated[str, typer.Argument(metavar="FILE:LINE", help="A line of a file of a generated project.")],
    form: FormatOption = Format.text,
) -> None:
    """Name the template or the slot behind a line: spec, contract, prompt, model, attempts, gates, tests."""
    from inlay.project.drift import find_project, require_lock
    from inlay.project.hold import recover
    from inlay.project.origin import explain, origin_of, read_place
    from inlay.project.paths import full_path
    from inlay.project.tree import Tree

    where = read_place(place)
    root = find_project(where.file)
    recover(root)
    path = full_path(where.file).relative_to(root).as_posix()
    with Tree(root) as tree:
        said = explain(require_lock(tree), origin_of(tree, path, where.line))
    emit(said, lambda: fields(said), form)
