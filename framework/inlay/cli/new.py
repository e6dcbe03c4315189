"""`inlay new SPEC`: from a spec to a verified project."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.choices import (
    GrammarOption,
    Ladder,
    PostgresqlOption,
    SandboxOption,
    SecondsOption,
    SeedOption,
    TokensOption,
    options_of,
)
from inlay.cli.output import Format, FormatOption, emit
from inlay.cli.progress import watching
from inlay.cli.reports import report_data, report_text

__all__ = ["new"]


def new(
    spec: Annotated[Path, typer.Argument(help="The spec, a YAML file.")],
    target: Annotated[Path | None, typer.Argument(help="The folder to make; else the spec's name, here.")] = None,
    frozen: Annotated[bool, typer.Option("--frozen", help="Rebuild from a lock: no model, no network.")] = False,
    lock: Annotated[Path | None, typer.Option(help="With --frozen: a project with the lock to rebuild from.")] = None,
    backend: Ladder = None,
    sandbox: SandboxOption = "bubblewrap",
    seed: SeedOption = 0,
    grammar: GrammarOption = False,
    postgresql: PostgresqlOption = False,
    tokens: TokensOption = None,
    seconds: SecondsOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Make the whole service of a spec: plan, fill every slot, run its checks, and only then write it."""
    from inlay.build import job
    from inlay.project.paths import full_path

    options = options_of(
        backend, sandbox, seed=seed, grammar=grammar, postgresql=postgresql, tokens=tokens, seconds=seconds
    )
    place = full_path(target or job.target_of(spec))
    with watching(form) as progress:
        if frozen:
            report = job.frozen(spec, place, lock and full_path(lock), options, progress)
        else:
            report = job.new(spec, place, options, progress)
    emit(report_data(report), lambda: report_text(report), form)
    if report.exit_code:
        raise typer.Exit(report.exit_code)
