"""How commands answer: text for people, JSON for programs, on standard output; everything else on standard error."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from inlay.errors import Fault, InlayError, SpecInvalid, UsageError

__all__ = [
    "Format",
    "FormatOption",
    "emit",
    "emit_faults",
    "fields",
    "report_error",
    "require_word",
    "say",
    "table",
    "wants_json",
]


class Format(StrEnum):
    """The forms that an answer can have."""

    text = "text"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--output-format", help="How to answer.", show_choices=True)]


def emit(answer: object, text: Callable[[], str], form: Format) -> None:
    """Print an answer: plain data as JSON, or what `text` makes of it."""
    if form is Format.json:
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
    else:
        typer.echo(text())


def say(line: str) -> None:
    """Tell a person something that is not the answer; where nobody can hear it, the work goes on."""
    with suppress(OSError):
        typer.echo(line, err=True)


def report_error(error: InlayError, *, as_json: bool) -> None:
    """Say what is wrong and what to do next, in the form that was asked for."""
    if as_json:
        faults = getattr(error, "faults", ())
        content = {
            "message": str(error),
            "hint": error.hint,
            "exit_code": error.exit_code,
            "faults": [
                {"file": f.file, "line": f.line, "column": f.column, "message": f.message, "hint": f.hint}
                for f in faults
            ],
        }
        with suppress(OSError):  # a full disk takes no error either; the exit code says it
            typer.echo(json.dumps({"error": content}, indent=2, ensure_ascii=False))
        return
    lead = "" if isinstance(error, SpecInvalid) else "error: "
    say(f"{lead}{error}")
    if error.hint:
        say(f"hint: {error.hint}")


def wants_json(arguments: Sequence[str]) -> bool:
    """Say whether a command line asks for JSON, also one that is wrong elsewhere."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return any(word == "--output-format=json" or (word, after) == ("--output-format", "json") for word, after in pairs)


def table(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> str:
    """Line up columns with two spaces between them, as plain text."""
    lines = [tuple(head), *map(tuple, rows)] if head else [tuple(row) for row in rows]
    if not lines:
        return ""
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def fields(values: Mapping[str, object]) -> str:
    """Give one `name: value` a line, values lined up; empty ones are left out."""
    shown = {name: str(value) for name, value in values.items() if value not in (None, "", (), [], {})}
    width = max(map(len, shown), default=0)
    return "\n".join(f"{name + ':':<{width + 1}} {value}" for name, value in shown.items())


def emit_faults(faults: Sequence[Fault], form: Format) -> None:
    """Print what a linter has found; any fault ends the command with exit 1."""
    emit([asdict(fault) for fault in faults], lambda: "\n".join(map(str, faults)) or "No faults.", form)
    if faults:
        say(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}")
        raise typer.Exit(1)


def require_word(value: str, known: Sequence[str], kind: str) -> str:
    """Give a word back when it is known; raise `UsageError` with the known ones when it is not."""
    if value not in known:
        raise UsageError(f"there is no {kind} `{value}`", hint=f"known are: {', '.join(known) or 'none'}")
    return value
