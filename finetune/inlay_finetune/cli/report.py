"""The command `report`."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["report"]


def report(
    run: Annotated[Path, typer.Argument(help="Folder of a training run, also of one that goes on.")],
    out: Annotated[Path | None, typer.Option(help="Where to write; the run's own folder when left out.")] = None,
    tensorboard: Annotated[Path | None, typer.Option(help="A folder for events that TensorBoard shows.")] = None,
) -> None:
    """Say what a training did, as report.md and curves.png."""
    from inlay_finetune.reporting import read_metrics, write_events, write_report

    folder, metrics = out or run, read_metrics(run)
    typer.echo(write_report(run, metrics, folder))
    typer.echo(f"written: {folder / 'report.md'}, {folder / 'curves.png'}")
    if tensorboard is not None:
        typer.echo(f"written: {write_events(metrics, tensorboard)}, for tensorboard --logdir")
