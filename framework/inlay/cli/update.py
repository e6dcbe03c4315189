"""`inlay update SPEC`: a changed spec, template or model over a project that people have worked on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.choices import with_options
from inlay.cli.output import Format, FormatOption, emit
from inlay.cli.progress import watching
from inlay.cli.reports import report_data, report_text

if TYPE_CHECKING:
    from inlay.build.options import Options

__all__ = ["update"]


@with_options
def update(
    spec: Annotated[Path, typer.Argument(help="The spec, a YAML file.")],
    target: Annotated[Path | None, typer.Argument(help="The project; else the spec's name, here.")] = None,
    *,
    options: "Options",
    form: FormatOption = Format.text,
) -> None:
    """Merge what the spec makes now into a project: bodies you wrote stay yours, conflicts are marked."""
    from inlay.build import job
    from inlay.project.paths import full_path

    place = full_path(target or job.target_of(spec))
    with watching(form) as progress:
        report = job.update(spec, place, options, progress)
    emit(report_data(report), lambda: report_text(report), form)
    if report.exit_code:
        raise typer.Exit(report.exit_code)
