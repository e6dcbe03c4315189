"""`inlay journal list|show`: every call, candidate and verdict on this machine."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, table

if TYPE_CHECKING:
    from inlay.journal import CandidateEntry

__all__ = ["app"]

app = typer.Typer(name="journal", help="Calls, candidates and verdicts on this machine.", no_args_is_help=True)


@app.command("list")
def list_calls(
    slot: Annotated[str | None, typer.Option(help="Only calls for this slot.")] = None,
    run: Annotated[str | None, typer.Option(help="Only calls of this run.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 50,
    form: FormatOption = Format.text,
) -> None:
    """List the latest calls."""
    from inlay.journal import Journal

    with Journal() as journal:
        calls = journal.calls(slot=slot, run=run, limit=limit)
    rows = [
        (
            call.id,
            call.at[:19],
            call.slot,
            call.backend,
            call.prompt,
            f"{call.candidates}",
            "chosen" * bool(call.chosen),
        )
        for call in calls
    ]
    head = ("call", "at", "slot", "backend", "prompt", "candidates", "")
    emit([asdict(call) for call in calls], lambda: table(rows, head) if rows else "No calls yet.", form)


@app.command("show")
def show(call: Annotated[str, typer.Argument(help="The id of a call.")], form: FormatOption = Format.text) -> None:
    """Show the candidates of a call and what each gate said."""
    from inlay.errors import UsageError
    from inlay.journal import Journal

    with Journal() as journal:
        candidates = journal.candidates(call)
    if not candidates:
        raise UsageError(f"the journal has no candidates of a call {call!r}", hint="see `inlay journal list`")
    emit([asdict(each) for each in candidates], lambda: "\n\n".join(map(_text, candidates)), form)


def _text(candidate: "CandidateEntry") -> str:
    state = "chosen" if candidate.chosen else candidate.reason or "not chosen"
    head = f"candidate {candidate.place}: {state}, mean log-probability {candidate.mean_logprob:.3f}"
    body = candidate.raw if candidate.body is None else candidate.body
    verdicts = [
        f"  {verdict.gate}@{verdict.version}: {'passed' if verdict.passed else f'refused: {verdict.reason}'}"
        for verdict in candidate.verdicts
    ]
    return "\n".join([head, *(f"    {line}" for line in body.splitlines()), *verdicts])
