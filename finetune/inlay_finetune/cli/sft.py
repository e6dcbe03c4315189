"""The commands `train`, `sft` and `merge`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay_finetune.cli.choices import Overrides, RecipeName

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

            outcome = prefer(config)
            typer.echo(f"trained in {config.run}: {outcome.steps} steps, loss {outcome.loss:.4f}")
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
    outcome = fine_tune(config)
    typer.echo(f"trained in {config.run}: {outcome.steps} steps, loss {outcome.loss:.4f}")


def merge(
    run: Annotated[Path, typer.Argument(help="Folder of a fine-tuning run.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the whole model; it must not be there yet.")],
) -> None:
    """Join adapters with the weights they were trained beside, in float32, after proof that nothing is lost."""
    from inlay_finetune.sft.merging import merge_run

    found = merge_run(run, to)
    typer.echo(f"{to}: {found}")
