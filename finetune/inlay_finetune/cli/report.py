"""The command `report`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

__all__ = ["report"]


def report(
    run: Annotated[Path, typer.Argument(help="Folder of a training run, also of one that goes on.")],
    out: Annotated[Path | None, typer.Option(help="Where to write; the run's own folder when left out.")] = None,
    tensorboard: Annotated[Path | None, typer.Option(help="A folder for events that TensorBoard shows.")] = None,
    form: FormatOption = Format.text,
) -> None:
    """Say what a training did, as report.md and curves.png."""
    from dataclasses import asdict

    from inlay_finetune.reporting import measured, read_metrics, write_events, write_report

    folder, metrics = out or run, read_metrics(run)
    told = [write_report(run, metrics, folder)]
    page, curves = str(folder / "report.md"), str(folder / "curves.png")
    told.append(f"written: {page}, {curves}")
    events = None if tensorboard is None else str(write_events(metrics, tensorboard))
    if events:
        told.append(f"written: {events}, for tensorboard --logdir")
    answer = {**asdict(measured(metrics)), "report": page, "curves": curves, "events": events}
    emit(answer, lambda: "\n".join(told), form)
