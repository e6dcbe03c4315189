"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Out", "Overrides", "RecipeName", "Seed"]

Overrides = Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]…", help="Settings to change.")]
RecipeName = Annotated[str, typer.Argument(metavar="RECIPE", help="A YAML file, or the name of a shipped recipe.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="Where to write; replaced at once when all is done.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same data.")]
