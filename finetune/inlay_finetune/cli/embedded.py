"""The commands that make, train and export the embedded model and others of its kind."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from inlay_finetune.cli.choices import Overrides

__all__ = ["average_command", "card_command", "embedded_model_command", "export_command", "pretrain_command"]

Target = Annotated[Path | None, typer.Option("--to", help="Where to put the model; the package when left out.")]
Notes = Annotated[
    Path | None, typer.Option(help="A Markdown file: what people must know of the model, put into its card as it is.")
]


def _target(given: Path | None) -> Path:
    if given is not None:
        return given
    from inlay.resources import embedded_model

    return embedded_model()


def embedded_model_command(overrides: Overrides = None, to: Target = None, notes: Notes = None) -> None:
    """Make the embedded model from nothing and put it into the package."""
    from inlay_finetune.card import read_notes
    from inlay_finetune.embedded import build
    from inlay_finetune.recipe import load_recipe

    target, told = _target(to), read_notes(notes) if notes else ""
    build(load_recipe(overrides=tuple(overrides or ())), target, told)
    typer.echo(f"{target} is made; its card stands beside it")


def card_command(
    evaluation: Annotated[Path, typer.Argument(help="The evaluation.json that `embedded-model` left in its folder.")],
    to: Annotated[Path | None, typer.Option("--to", help="The card; that of the package when left out.")] = None,
    notes: Notes = None,
) -> None:
    """Write the card of a model anew from what was measured, with notes in it."""
    from inlay_finetune.card import read_evaluation, read_notes, write_card

    card = to or _target(None).with_name("MODEL_CARD.md")
    write_card(read_evaluation(evaluation), card, read_notes(notes) if notes else "")
    typer.echo(f"written: {card}")


def export_command(
    run: Annotated[
        Path, typer.Argument(help="Folder of a whole model, of a run with adapters, or of a training run from nothing.")
    ],
    tokenizer: Annotated[Path | None, typer.Argument(help="The tokenizer of a run from nothing.")] = None,
    to: Target = None,
    form: Annotated[
        Literal["q8_0", "f32"], typer.Option("--as", help="f32 when `inlay finetune quantize` is to follow.")
    ] = "q8_0",
) -> None:
    """Write a trained model, or the adapters of a run, as a GGUF file, after a check that it is what was trained."""
    if tokenizer is None:
        _export_folder(run, to, form)
        return
    from inlay_finetune.export.release import release
    from inlay_finetune.recipe import load_recipe

    target = _target(to)
    recipe = load_recipe()
    data = {"generator": "inlay_finetune.synthetic", "run": run.name}
    found = release(run, tokenizer, target, name=recipe.name, prompts=recipe.prompts, data=data, form=form)
    typer.echo(f"{target}: {found}")


def _export_folder(folder: Path, to: Path | None, form: Literal["q8_0", "f32"]) -> None:
    from inlay.errors import UsageError

    if to is None:
        raise UsageError("say with --to where the file goes", hint="only the embedded model has a place of its own")
    from inlay_finetune.sft.exporting import export_adapter, export_folder

    holds_adapters = (folder / "adapter" / "adapter_config.json").is_file()
    found = export_adapter(folder, to) if holds_adapters else export_folder(folder, to, form=form)
    typer.echo(f"{to}: {found}")


def pretrain_command(
    config: Annotated[Path, typer.Argument(help="A YAML file of settings.")], overrides: Overrides = None
) -> None:
    """Train a model from nothing."""
    from inlay_finetune.pretrain.config import load_config

    settings = load_config(config, overrides or ())
    from inlay_finetune.pretrain.loop import pretrain

    typer.echo(f"trained in {pretrain(settings)}")


def average_command(
    first: Annotated[Path, typer.Argument(help="Folder of the run or Llama that the second one started with.")],
    second: Annotated[Path, typer.Argument(help="Folder of the run that was trained on from it.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the mean; it must not be there yet.")],
    share: Annotated[float, typer.Option(min=0, max=1, help="How much of the mean the second network is.")] = 0.7,
) -> None:
    """Write the mean of a trained network and the one that it started with."""
    from inlay_finetune.pretrain.averaging import average

    average(first, second, share, to)
    typer.echo(f"{to}: {share:g} of {second}, the rest of {first}")
