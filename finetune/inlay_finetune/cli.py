"""The commands of `inlay finetune`."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(name="finetune", help="Train models for slots.", no_args_is_help=True)

Overrides = Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]…", help="Settings to change.")]
Target = Annotated[Path | None, typer.Option("--to", help="Where to put the model; the package when left out.")]


def _target(given: Path | None) -> Path:
    if given is not None:
        return given
    from inlay.resources import embedded_model

    return embedded_model()


@app.command("embedded-model")
def embedded_model_command(overrides: Overrides = None, to: Target = None) -> None:
    """Make the embedded model from nothing and put it into the package."""
    from inlay_finetune.embedded import build
    from inlay_finetune.recipe import load_recipe

    target = _target(to)
    build(load_recipe(overrides=tuple(overrides or ())), target)
    typer.echo(f"{target} is made; its card stands beside it")


@app.command("export")
def export_command(
    run: Annotated[Path, typer.Argument(help="Folder of a training run.")],
    tokenizer: Annotated[Path, typer.Argument(help="Its tokenizer.")],
    to: Target = None,
) -> None:
    """Write a trained run as a Q8_0 GGUF file, after a check that it is what was trained."""
    from inlay_finetune.export.release import release
    from inlay_finetune.recipe import load_recipe

    target = _target(to)
    recipe = load_recipe()
    data = {"generator": "inlay_finetune.synthetic", "run": run.name}
    found = release(run, tokenizer, target, name=recipe.name, prompts=recipe.prompts, data=data)
    typer.echo(f"{target}: {found}")


@app.command("pretrain")
def pretrain_command(
    config: Annotated[Path, typer.Argument(help="A YAML file of settings.")], overrides: Overrides = None
) -> None:
    """Train a model from nothing."""
    from inlay_finetune.pretrain.config import load_config

    settings = load_config(config, overrides or ())
    from inlay_finetune.pretrain.loop import pretrain

    typer.echo(f"trained in {pretrain(settings)}")
