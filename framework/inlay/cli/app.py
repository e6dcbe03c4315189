"""The command line: gathers the commands, and turns every known error into a message and an exit code."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from inlay.cli import check, diff, doctor, fill, journal, new, plan, prompt, schema, slot, template, verify, why
from inlay.cli.output import interrupted, report_error, wants_json
from inlay.cli.plugins import add_plugins
from inlay.errors import InlayError

__all__ = ["app", "main"]

INTERRUPTED = 130

app = typer.Typer(
    name="inlay",
    help="Whole services from a short spec: people curate the templates, a model fills typed slots.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, command in (
    ("new", new.new),
    ("plan", plan.plan),
    ("fill", fill.fill),
    ("check", check.check),
    ("verify", verify.verify),
    ("diff", diff.diff),
    ("why", why.why),
    ("schema", schema.schema),
    ("doctor", doctor.doctor),
):
    app.command(name)(command)
for group in (template.app, slot.app, prompt.app, journal.app):
    app.add_typer(group)


def _version(wanted: bool) -> None:
    if wanted:
        from inlay import __version__

        typer.echo(f"inlay {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Whole services from a short spec: people curate the templates, a model fills typed slots."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and exit with its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        add_plugins(app, words)
        code = app(args=words, prog_name="inlay", standalone_mode=True)
    except InlayError as error:
        report_error(error, as_json=wants_json(words))
        code = error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as end:
        code = end.code
    if code == INTERRUPTED:
        interrupted()
    sys.exit(code)
