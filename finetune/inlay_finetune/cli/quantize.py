"""The command `quantize`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit
from inlay_finetune.export.quantize import Quantised

__all__ = ["quantize_command"]


def quantize_command(
    source: Annotated[Path, typer.Argument(help="A GGUF file that is not rounded yet (`export --as f32`).")],
    to: Annotated[Path, typer.Option("--to", help="Where the smaller file goes; replaced at once when all is done.")],
    rounding: Annotated[Quantised, typer.Option("--as", help="How its weights are rounded.")],
    tasks: Annotated[
        Path | None, typer.Option(help="Held-out prompts with answers; both files are asked and compared.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Ask at most so many.")] = 200,
    may_lose: Annotated[
        float | None, typer.Option(min=0, max=100, help="Write nothing when more points of exact answers are lost.")
    ] = None,
    form: FormatOption = Format.text,
) -> None:
    """Round the weights of a model, and say what that costs: bytes, and exact answers before and after."""
    from dataclasses import asdict

    from inlay.errors import UsageError
    from inlay_finetune.export.rounding import rounded

    if may_lose is not None and tasks is None:
        raise UsageError("--may-lose needs answers to compare", hint="give them with --tasks")
    found = rounded(source, to, form=rounding, tasks=tasks, most=most, may_lose=may_lose)
    answer = asdict(found)
    emit({"to": str(answer.pop("target")), **answer}, lambda: str(found), form)
