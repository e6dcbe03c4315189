"""The commands `train`, `sft` and `merge`."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay_finetune.cli.choices import Overrides, RecipeName

if TYPE_CHECKING:
    from inlay_finetune.sft.engine import Outcome

__all__ = ["merge", "sft", "train"]


def train(recipe: RecipeName, overrides: Overrides = None) -> None:
    """Run the training of a recipe, whatever its stage, or go on from its last checkpoint."""
    from inlay_finetune.pretrain.config import PretrainConfig
    from inlay_finetune.sft.config import DpoConfig, SftConfig
    from inlay_finetune.shelf import load_any

    match load_any(recipe, overrides or ()):
        case SftConfig() as config:
            _sft(config)
        case DpoConfig() as config:
            from inlay_finetune.dpo.preferring import prefer

            _tell(config.run, prefer(config))
        case PretrainConfig() as config:
            from inlay_finetune.pretrain.loop import pretrain

            typer.echo(f"trained in {pretrain(config)}")
        case config:
            from inlay_finetune.embedded import generate, make_tokenizer, train as train_embedded

            for step in (generate, make_tokenizer, train_embedded):
                step(config)
            typer.echo(f"trained in {config.run}")


def sft(recipe: RecipeName, overrides: Overrides = None) -> None:
    """Fine-tune on samples, by adapters or whole."""
    from inlay_finetune.shelf import load_sft

    _sft(load_sft(recipe, overrides or ()))


def _sft(config: object) -> None:
    from inlay_finetune.sft.config import SftConfig
    from inlay_finetune.sft.loop import fine_tune

    assert isinstance(config, SftConfig)
    _tell(config.run, fine_tune(config))


def _tell(run: Path, outcome: "Outcome") -> None:
    if math.isnan(outcome.loss):
        typer.echo(f"nothing left to do in {run}: {outcome.steps} steps were taken before")
    else:
        typer.echo(f"trained in {run}: {outcome.steps} steps, loss {outcome.loss:.4f}")


def merge(
    run: Annotated[Path, typer.Argument(help="Folder of a fine-tuning run.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the whole model; it must not be there yet.")],
) -> None:
    """Join adapters with the weights they were trained beside, in float32, after proof that nothing is lost."""
    from inlay_finetune.sft.merging import merge_run

    found = merge_run(run, to)
    typer.echo(f"{to}: {found}")
