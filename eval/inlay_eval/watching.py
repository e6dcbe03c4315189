"""Shows how far a run is: a bar on a terminal, one line a stage in a pipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


__all__ = ["Silent", "Watcher", "watching"]


class Watcher(Protocol):
    """Whoever wants to know how far a run is."""

    def stage(self, name: str, count: int) -> None:
        """Name the part that begins and how many steps it has."""

    def step(self) -> None:
        """Say that a step is done."""


@contextmanager
def watching(*, quiet: bool = False) -> Iterator[Watcher]:
    """Give what shows progress where there is somebody to see it."""
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield _Bar(progress)
    else:
        yield _Lines()


class Silent:
    """Shows nothing."""

    def stage(self, name: str, count: int) -> None:
        """Show nothing."""

    def step(self) -> None:
        """Show nothing."""


class _Lines(Silent):
    def stage(self, name: str, count: int) -> None:
        typer.echo(f"{name} ({count})", err=True)


class _Bar:
    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def stage(self, name: str, count: int) -> None:
        self._task = self._progress.add_task(name, total=count)

    def step(self) -> None:
        if self._task is not None:
            self._progress.advance(self._task)
