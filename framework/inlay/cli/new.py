"""`inlay new SPEC`: from a spec to a verified project."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.choices import with_options
from inlay.cli.output import Format, FormatOption, emit
from inlay.cli.progress import watching
from inlay.cli.reports import report_data, report_text

if TYPE_CHECKING:
    from inlay.build.options import Options

__all__ = ["new"]


@with_options
def new(
    spec: Annotated[Path, typer.Argument(help="The spec, a YAML file.")],
    target: Annotated[Path | None, typer.Argument(help="The folder to make; else the spec's name, here.")] = None,
    frozen: Annotated[bool, typer.Option("--frozen", help="Rebuild from a lock: no model, no network.")] = False,
    lock: Annotated[Path | None, typer.Option(help="With --frozen: a project with the lock to rebuild from.")] = None,
    *,
    options: "Options",
    form: FormatOption = Format.text,
) -> None:
    """Make the whole service of a spec: plan, fill every slot, run its checks, and only then write it."""
    from inlay.build import job
    from inlay.project.paths import full_path

    place = full_path(target or job.target_of(spec))
    with watching(form) as progress:
        if frozen:
            report = job.frozen(spec, place, lock and full_path(lock), options, progress)
        else:
            report = job.new(spec, place, options, progress)
    emit(report_data(report), lambda: report_text(report), form)
    if report.exit_code:
        raise typer.Exit(report.exit_code)
