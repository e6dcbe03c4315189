"""The commands that look at data and at gates: suites, contamination, gates."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit
from inlay_eval.cli.options import DataOption, SuiteArgument

__all__ = ["contamination_command", "gates_command", "suites_command"]


def contamination_command(
    suite: SuiteArgument,
    corpus: Annotated[list[Path], typer.Option(help="Training data: a file or a folder; may be given again.")],
    data: DataOption = None,
    words: Annotated[int, typer.Option(help="How many words make an n-gram.", min=2)] = 13,
    threshold: Annotated[float, typer.Option(help="Share from which a task is suspect.", min=0, max=1)] = 0.5,
    form: FormatOption = Format.text,
) -> None:
    """Say which tasks of a suite stand in training data; exit 1 when any does."""
    from inlay_eval.contamination import contamination
    from inlay_eval.watching import watching

    with watching(quiet=form is Format.json) as watcher:
        found = contamination(suite, data, corpus, size=words, threshold=threshold, watcher=watcher)
    emit(found.plain(), found.text, form)
    if found.suspects:
        raise typer.Exit(1)


def gates_command(
    paths: Annotated[list[Path], typer.Argument(help="Specs with hidden cases and references, or folders of them.")],
    most: Annotated[int, typer.Option(help="How many bodies of an adversary a slot gets.", min=1)] = 24,
    out: Annotated[Path, typer.Option(help="Folder of the report; a run that was ended goes on there.")] = Path(
        "gates"
    ),
    form: FormatOption = Format.text,
) -> None:
    """Hold the gates against an adversary; exit 1 when a reference is refused."""
    from inlay_eval.gates import gate_figures, gate_markdown, run_gates
    from inlay_eval.watching import watching

    with watching(quiet=form is Format.json) as watcher:
        table = run_gates(paths, out, watcher, most=most)
    emit(gate_figures(table), lambda: gate_markdown(table), form)
    if table.references_refused:
        raise typer.Exit(1)


def suites_command(form: FormatOption = Format.text) -> None:
    """List the suites."""
    from inlay_eval.known import suite_names

    answer = suite_names()
    emit(answer, lambda: "\n".join(f"{name:40}{what}" for name, what in answer.items()), form)
