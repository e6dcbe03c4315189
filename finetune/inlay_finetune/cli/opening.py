"""The command `import`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

__all__ = ["import_command"]


def import_command(
    model: Annotated[str, typer.Argument(help="A Llama in a GGUF file, or `embedded`.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the model; it must not be there yet.")],
    form: FormatOption = Format.text,
) -> None:
    """Open a GGUF file as a folder of weights that a training can begin with, after proof that both are the same."""
    from dataclasses import asdict

    from inlay.resources import embedded_model
    from inlay_finetune.export.opening import open_gguf

    found = open_gguf(embedded_model() if model == "embedded" else Path(model), to)
    emit({"to": str(to), **asdict(found)}, lambda: f"{to}: {found}", form)
