"""`inlay check`: does the project match its lock? Offline, nothing is run."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

if TYPE_CHECKING:
    from inlay.project.drift import Drift

__all__ = ["check"]

_WORDS = {
    "missing": "missing",
    "changed": "changed",
    "damaged": "fences damaged",
    "uncopied": "pristine copy missing",
    "edited": "slot edited",
    "stubs": "stub left",
    "yours": "yours (no fault)",
    "extra": "extra (no fault)",
}


def check(
    project: Annotated[Path, typer.Argument(help="A folder of a generated project, or a file in it.")] = Path(),
    form: FormatOption = Format.text,
) -> None:
    """Say whether a project still is what its lock says."""
    from inlay.project.drift import drift_of, find_project, require_lock
    from inlay.project.hold import recover
    from inlay.project.tree import Tree

    root = find_project(project)
    recover(root)
    with Tree(root) as tree:
        drift = drift_of(tree, require_lock(tree))
    emit({"clean": drift.clean, **asdict(drift)}, lambda: _text(drift), form)
    if not drift.clean:
        raise typer.Exit(1)


def _text(drift: "Drift") -> str:
    lines = [f"{_WORDS[kind]}: {name}" for kind in _WORDS for name in getattr(drift, kind)]
    verdict = "The project matches its lock" if drift.matching else "The project does not match its lock"
    verdict += f"; slots to fill: {len(drift.stubs)}." if drift.stubs else "."
    if drift.uncopied:
        verdict += " Restore .inlay/objects from version control."
    if drift.edited:
        verdict += " `inlay verify` gates edited slots like any fill and takes them over."
    return "\n".join([*lines, verdict])
