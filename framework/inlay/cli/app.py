"""The command line: gathers the commands, and turns every known error into a message and an exit code."""

import errno
import gc
import os
import signal
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from inlay.cli import (
    check,
    clarify,
    diff,
    doctor,
    fill,
    journal,
    new,
    plan,
    prompt,
    schema,
    slot,
    strength,
    template,
    update,
    verify,
    why,
)
from inlay.cli.interruption import INTERRUPTED, INTERRUPTION
from inlay.cli.output import report_error, say, wants_json
from inlay.cli.plugins import add_plugins
from inlay.errors import InlayError, UsageError
from inlay.resources import CATALOG_VARIABLE

__all__ = ["app", "main", "run"]

_TERMINATED = 128 + signal.SIGTERM  # as shells and supervisors name it
_OBJECTS_PER_COLLECTION = 50_000  # what commands import and read is here to stay, and is looked at less often
_SYSTEM_HINTS = {
    errno.ENOSPC: "free some space, or name a folder on another disk in TMPDIR",
    errno.EDQUOT: "free some of your quota, or name a folder on another disk in TMPDIR",
    errno.EROFS: "name a folder that can be written in TMPDIR and INLAY_HOME",
    errno.EACCES: "choose a file or folder that you may use",
}

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
    ("update", update.update),
    ("check", check.check),
    ("verify", verify.verify),
    ("diff", diff.diff),
    ("why", why.why),
    ("strength", strength.strength),
    ("clarify", clarify.clarify),
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
    context: typer.Context,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    catalog: Annotated[
        str | None,
        typer.Option(
            help="A catalog of your own: a folder with templates/, slots/ or prompt_registry/, or git+URL@TAG.",
            envvar=CATALOG_VARIABLE,
        ),
    ] = None,
) -> None:
    """Whole services from a short spec: people curate the templates, a model fills typed slots."""
    if catalog:
        from inlay.catalog.chosen import chosen_catalog

        context.with_resource(chosen_catalog(catalog))


def run(words: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        add_plugins(app, words)
        app(args=list(words), prog_name="inlay", standalone_mode=True)
    except InlayError as error:
        report_error(error, as_json=wants_json(words))
        return error.exit_code
    except OSError as error:
        known = _of_the_system(error)
        report_error(known, as_json=wants_json(words))
        return known.exit_code
    except MemoryError:
        known = UsageError("there is not enough memory", hint="end other programs, or run inlay on a larger machine")
        report_error(known, as_json=wants_json(words))
        return known.exit_code
    except KeyboardInterrupt:
        return _interrupted()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else bool(end.code)
        return _interrupted() if code == INTERRUPTED else code
    return 0


def main() -> None:
    """Run the command line of this process and exit with its code."""
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    told_to_end = _heed_sigterm()
    code = run(sys.argv[1:])
    if code == INTERRUPTED:
        code = _TERMINATED if told_to_end else code
        # Threads that still wait for a box would hold the process back; boxes die with it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _heed_sigterm() -> list[int]:
    """Make SIGTERM end this process as Ctrl-C does, but none that is forked from it; give the list that notes it."""
    came: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL))
    return came


def _of_the_system(error: OSError) -> UsageError:
    """Say what the machine refused where no part of inlay had more to say: a full disk, a folder that is locked."""
    place = f": {error.filename}" if error.filename else ""
    hint = _SYSTEM_HINTS.get(error.errno or 0, "`inlay doctor` shows what this machine lacks")
    return UsageError(f"{error.strerror or error}{place}", hint=hint)


def _interrupted() -> int:
    say(INTERRUPTION)
    return INTERRUPTED
