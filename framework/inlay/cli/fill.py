"""`inlay fill SPEC SLOT`: one slot, with every candidate and what each gate said; writes no project."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.choices import GrammarOption, Ladder, SandboxOption, SecondsOption, SeedOption, TokensOption, options_of
from inlay.cli.output import Format, FormatOption, emit
from inlay.cli.reports import told_walls

if TYPE_CHECKING:
    from inlay.fill import Attempt, SlotResult

__all__ = ["fill", "result_text"]


def fill(
    spec: Annotated[Path, typer.Argument(help="The spec, a YAML file.")],
    slot: Annotated[str, typer.Argument(help="A slot's id, as in rules.order_total; `inlay plan` lists them.")],
    backend: Ladder = None,
    sandbox: SandboxOption = "bubblewrap",
    seed: SeedOption = 0,
    grammar: GrammarOption = False,
    tokens: TokensOption = None,
    seconds: SecondsOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Fill one slot and show how its sentence is read, all candidates, and what each gate said."""
    from inlay.build.one_slot import fill_one

    options = options_of(backend, sandbox, seed=seed, grammar=grammar, tokens=tokens, seconds=seconds)
    look = fill_one(spec, slot, options)
    result = look.result
    said = {**asdict(result), "read": look.read, "walls": options.walls}
    shown = [*told_walls(options.walls), f"read as: {look.read}"]
    emit(said, lambda: "\n".join([*shown, result_text(result)]), form)
    if result.fill is None:
        raise typer.Exit(3 if result.unreachable else 5 if result.budget_spent else 1)


def result_text(result: "SlotResult") -> str:
    """Give every candidate with its verdicts, then what became of the slot.

    Of a stub for which the model was unsure of what passed, the likeliest body that did is shown once more.
    """
    shown = [_attempt(number, attempt) for number, attempt in enumerate(result.attempts, 1)]
    troubles = [f"trouble: {trouble}" for trouble in result.troubles]
    return "\n".join([*shown, *troubles, _end(result)])


def _end(result: "SlotResult") -> str:
    if result.fill is None:
        end = f"{result.slot}: stub: {result.reason}"
        return f"{end}\n{_offer(result.passed[0])}" if result.passed else end
    end = f"{result.slot}: accepted from {result.fill.backend}\n{result.fill.body}"
    return f"{end}warning: {result.slot} is ambiguous: {result.ambiguous}" if result.ambiguous else end


def _offer(attempt: "Attempt") -> str:
    return (
        "Every gate let this body pass; whether it does what the sentence says is for you to say.\n"
        f"If so, write it between the slot's fences and run `inlay verify`:\n\n{attempt.body.rstrip()}"
    )


def _attempt(number: int, attempt: "Attempt") -> str:
    head = f"candidate {number} ({attempt.backend}, mean log-probability {attempt.mean_logprob:.3f})"
    body = [f"    {line}" for line in (attempt.body or attempt.raw).splitlines()]
    verdicts = [
        f"  {verdict.gate}: {'passed' if verdict.passed else f'refused: {verdict.reason}'}"
        for verdict in attempt.verdicts
    ]
    return "\n".join([head, *body, *([f"  {attempt.reason}"] if attempt.reason else []), *verdicts])
