"""Watching a run: a bar on a terminal, plain lines in a pipe, nothing beside JSON."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inlay.cli.output import Format, say

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from inlay.build.report import CheckReport, Progress, SlotReport

__all__ = ["watching"]

_STAGES = {
    "plan": "Planning",
    "fill": "Filling slots",
    "gate": "Gating slots",
    "strength": "Measuring examples",
    "clarify": "Looking for readings",
    "check": "Checking the project",
}


@contextmanager
def watching(form: Format) -> "Iterator[Progress]":
    """Give what watches a run in the way that fits where it is shown."""
    if form is Format.json:
        from inlay.build.report import Silent

        yield Silent()
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield _Bar(bar)
    else:
        yield _Lines()


def _bar() -> "RichProgress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


class _Lines:
    """Says each thing in a line of its own."""

    def __init__(self) -> None:
        self._stage = ""

    def stage(self, name: str, count: int = 0) -> None:
        """Name the part that begins."""
        self._stage = name
        say(_STAGES.get(name, name) + (f" ({count})" if count else ""))

    def slot(self, report: "SlotReport") -> None:
        """Name the slot and its state."""
        say(f"  {_slot(report, self._stage)}")

    def check(self, report: "CheckReport") -> None:
        """Name the check and its end."""
        say(f"  {_check(report)}")


class _Bar:
    """Moves a bar; what was refused stays on the screen."""

    def __init__(self, bar: "RichProgress") -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None)
        self._stage = ""

    def stage(self, name: str, count: int = 0) -> None:
        """Begin a bar."""
        self._stage = name
        self._bar.reset(self._task, description=_STAGES.get(name, name), total=count or None)

    def slot(self, report: "SlotReport") -> None:
        """Move on by a slot."""
        self._bar.advance(self._task)
        if report.state in ("stub", "refused"):
            self._bar.console.print(_slot(report, self._stage), markup=False, highlight=False)

    def check(self, report: "CheckReport") -> None:
        """Move on by a check."""
        self._bar.advance(self._task)
        if not report.passed:
            self._bar.console.print(_check(report), markup=False, highlight=False)


def _slot(report: "SlotReport", stage: str) -> str:
    match report.state:
        case "stub":
            return f"stub   {report.slot}: {report.reason}" if report.reason else f"stub   {report.slot}"
        case "refused":
            return f"REFUSED {report.slot}: {report.reason}"
    done = "passed" if stage == "gate" else "filled"
    return f"{done} {report.slot} ({_source(report)})"


def _source(report: "SlotReport") -> str:
    if report.state == "edited" or not report.backend:
        return "by hand"
    return "cache" if report.cached else f"{report.backend}, {report.attempts} candidates"


def _check(report: "CheckReport") -> str:
    return f"{'passed' if report.passed else 'FAILED'} {report.name} ({report.seconds:.1f} s)"
