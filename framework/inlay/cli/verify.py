"""`inlay verify`: every gate and every check again, no model."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.choices import PostgresqlOption, SandboxOption, options_of
from inlay.cli.output import Format, FormatOption, emit
from inlay.cli.progress import watching
from inlay.cli.reports import report_data, verdict_text

__all__ = ["verify"]


def verify(
    project: Annotated[Path, typer.Argument(help="A folder of a generated project, or a file in it.")] = Path(),
    sandbox: SandboxOption = "bubblewrap",
    postgresql: PostgresqlOption = False,
    form: FormatOption = Format.text,
) -> None:
    """Gate every slot's body and run every check again; bodies written by hand that pass are taken over."""
    from inlay.build.job import verify as judge
    from inlay.project.drift import find_project

    with watching(form) as progress:
        report = judge(find_project(project), options_of(None, sandbox, postgresql=postgresql), progress)
    emit(report_data(report), lambda: verdict_text(report), form)
    if report.exit_code:
        raise typer.Exit(report.exit_code)
