"""The command `speculate`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

__all__ = ["speculate_command"]


def speculate_command(
    model: Annotated[Path, typer.Argument(help="A GGUF file.")],
    tasks: Annotated[Path, typer.Option(help="Prompts as they are served, with answers; only the prompts are used.")],
    draft: Annotated[
        Path | None, typer.Option(help="A smaller model of the same tokens; without one the prompt is looked up.")
    ] = None,
    ahead: Annotated[int, typer.Option(min=1, max=64, help="How many tokens are guessed at once.")] = 8,
    most: Annotated[int, typer.Option(min=1, help="Ask at most so many.")] = 50,
    form: FormatOption = Format.text,
) -> None:
    """Say how much sooner a model answers when its next tokens are guessed ahead; every answer must stay the same."""
    from dataclasses import asdict
    from itertools import islice

    from inlay_finetune.data.samples import Answer, read_samples
    from inlay_finetune.export.speculation import Guessing, speculate

    answers = list(islice((each for each in read_samples(tasks) if isinstance(each, Answer)), most))
    found = speculate(model, answers, Guessing(draft, ahead))
    emit(asdict(found), lambda: str(found), form)
