"""The commands over runs that lie on disk: compare, bless."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

__all__ = ["bless_command", "compare_command"]


def compare_command(
    before: Annotated[Path, typer.Argument(help="Folder of a run, or of a baseline.")],
    after: Annotated[Path, typer.Argument(help="Folder of another run of the same suite.")],
    strict: Annotated[bool, typer.Option(help="Any case that got worse is a regression.")] = False,
    form: FormatOption = Format.text,
) -> None:
    """Say case by case what changed; exit 1 when the second run is worse beyond chance or lost cases."""
    from inlay_eval.changes import comparison_text
    from inlay_eval.comparing import compare, read_run

    found = compare(read_run(before), read_run(after))
    emit(found.plain(), lambda: comparison_text(found), form)
    if found.regressed or (strict and found.broke):
        raise typer.Exit(1)


def bless_command(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    baseline: Annotated[Path, typer.Argument(help="Folder of the baseline, which this run replaces.")],
    form: FormatOption = Format.text,
) -> None:
    """Make a run the baseline that later runs are held against."""
    from inlay_eval.comparing import bless

    bless(run, baseline)
    emit({"baseline": str(baseline), "run": str(run)}, lambda: f"{baseline} is now {run}", form)
