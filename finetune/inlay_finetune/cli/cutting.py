"""The command `cut`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

__all__ = ["cut_command"]


def cut_command(
    model: Annotated[Path, typer.Argument(help="The folder of a Llama, such as `inlay finetune import` writes.")],
    data: Annotated[Path, typer.Option(help="Folder of the shards whose words the smaller model must know.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the smaller model; it must not be there yet.")],
    layers: Annotated[int, typer.Option(min=1, help="How many of its layers are kept, from the first.")] = 8,
    vocabulary: Annotated[int, typer.Option(min=64, help="How many tokens it has, in multiples of 64.")] = 9216,
    context: Annotated[int, typer.Option(min=64, help="How many positions it has.")] = 2048,
    form: FormatOption = Format.text,
) -> None:
    """Cut a smaller Llama from one that was trained on much text, for `inlay finetune pretrain` to go on with."""
    from inlay_finetune.cutting.folder import cut_folder

    shape = cut_folder(model, to, layers=layers, vocabulary=vocabulary, context=context, data=data)
    told = shape.model_dump(exclude={"prefix_lm"})
    settings = ", ".join(f"{name}: {value}" for name, value in told.items())
    emit({"to": str(to), "model": told}, lambda: f"{to} is cut; a recipe says of it\nmodel: {{{settings}}}", form)
