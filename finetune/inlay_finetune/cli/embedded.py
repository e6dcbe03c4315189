"""The commands that make, train and export the embedded model and others of its kind."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from inlay.cli.output import Format, FormatOption, emit
from inlay_finetune.cli.choices import Overrides
from inlay_finetune.cli.sft import trained

if TYPE_CHECKING:
    from inlay_finetune.export.parity import Parity

__all__ = ["average_command", "card_command", "embedded_model_command", "export_command", "pretrain_command"]

Weights: TypeAlias = Literal["q8_0", "f32"]
Target = Annotated[Path | None, typer.Option("--to", help="Where to put the model; the package when left out.")]
Notes = Annotated[
    Path | None, typer.Option(help="A Markdown file: what people must know of the model, put into its card as it is.")
]


def _target(given: Path | None) -> Path:
    if given is not None:
        return given
    from inlay.resources import embedded_model

    return embedded_model()


def _named(given: Path | None) -> Path:
    if given is not None:
        return given
    from inlay.errors import UsageError

    raise UsageError("say with --to where the file goes", hint="only the embedded model has a place of its own")


def _card_of(model: Path) -> Path:
    return model.with_name("MODEL_CARD.md")


def embedded_model_command(
    overrides: Overrides = None, to: Target = None, notes: Notes = None, form: FormatOption = Format.text
) -> None:
    """Make the embedded model from nothing and put it into the package."""
    from inlay_finetune.card import read_notes
    from inlay_finetune.embedded import build
    from inlay_finetune.recipe import load_recipe

    target, told = _target(to), read_notes(notes) if notes else ""
    build(load_recipe(overrides=tuple(overrides or ())), target, told)
    answer = {"to": str(target), "card": str(_card_of(target))}
    emit(answer, lambda: f"{target} is made; its card stands beside it", form)


def card_command(
    evaluation: Annotated[Path, typer.Argument(help="The evaluation.json that `embedded-model` left in its folder.")],
    to: Annotated[Path | None, typer.Option("--to", help="The card; that of the package when left out.")] = None,
    notes: Notes = None,
    form: FormatOption = Format.text,
) -> None:
    """Write the card of a model anew from what was measured, with notes in it."""
    from inlay_finetune.card import read_evaluation, read_notes, write_card

    card = to or _card_of(_target(None))
    write_card(read_evaluation(evaluation), card, read_notes(notes) if notes else "")
    emit({"card": str(card)}, lambda: f"written: {card}", form)


def export_command(
    run: Annotated[
        Path, typer.Argument(help="Folder of a whole model, of a run with adapters, or of a training run from nothing.")
    ],
    tokenizer: Annotated[Path | None, typer.Argument(help="The tokenizer of a run from nothing.")] = None,
    to: Target = None,
    weights: Annotated[Weights, typer.Option("--as", help="f32 when `inlay finetune quantize` is to follow.")] = "q8_0",
    form: FormatOption = Format.text,
) -> None:
    """Write a trained model, or the adapters of a run, as a GGUF file, after a check that it is what was trained."""
    from dataclasses import asdict

    from inlay_finetune.saving import require_file

    target = _target(to) if tokenizer else _named(to)
    require_file(target)
    found = _export_run(run, tokenizer, target, weights) if tokenizer else _export_folder(run, target, weights)
    emit({"to": str(target), **asdict(found)}, lambda: f"{target}: {found}", form)


def _export_run(run: Path, tokenizer: Path, target: Path, weights: Weights) -> "Parity":
    from inlay_finetune.export.release import release
    from inlay_finetune.recipe import load_recipe

    recipe = load_recipe()
    data = {"generator": "inlay_finetune.synthetic", "run": run.name}
    return release(run, tokenizer, target, name=recipe.name, prompts=recipe.prompts, data=data, form=weights)


def _export_folder(folder: Path, target: Path, weights: Weights) -> "Parity":
    from inlay_finetune.sft.exporting import export_adapter, export_folder

    holds_adapters = (folder / "adapter" / "adapter_config.json").is_file()
    return export_adapter(folder, target) if holds_adapters else export_folder(folder, target, form=weights)


def pretrain_command(
    config: Annotated[Path, typer.Argument(help="A YAML file of settings.")],
    overrides: Overrides = None,
    form: FormatOption = Format.text,
) -> None:
    """Train a model from nothing."""
    from inlay_finetune.pretrain.config import load_config

    settings = load_config(config, overrides or ())
    from inlay_finetune.pretrain.loop import pretrain

    trained(pretrain(settings), form)


def average_command(
    first: Annotated[Path, typer.Argument(help="Folder of the run or Llama that the second one started with.")],
    second: Annotated[Path, typer.Argument(help="Folder of the run that was trained on from it.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the mean; it must not be there yet.")],
    share: Annotated[float, typer.Option(min=0, max=1, help="How much of the mean the second network is.")] = 0.7,
    form: FormatOption = Format.text,
) -> None:
    """Write the mean of a trained network and the one that it started with."""
    from inlay_finetune.pretrain.averaging import average

    average(first, second, share, to)
    answer = {"to": str(to), "share": share, "first": str(first), "second": str(second)}
    emit(answer, lambda: f"{to}: {share:g} of {second}, the rest of {first}", form)
