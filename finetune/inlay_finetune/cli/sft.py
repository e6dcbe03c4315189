"""The commands `train`, `sft` and `merge`."""

from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit
from inlay_finetune.cli.choices import Overrides, RecipeName

if TYPE_CHECKING:
    from inlay_finetune.sft.config import SftConfig
    from inlay_finetune.sft.engine import Outcome

__all__ = ["merge", "sft", "train", "trained"]


def train(recipe: RecipeName, overrides: Overrides = None, form: FormatOption = Format.text) -> None:
    """Run the training of a recipe, whatever its stage, or go on from its last checkpoint."""
    from inlay_finetune.pretrain.config import PretrainConfig
    from inlay_finetune.sft.config import DpoConfig, SftConfig
    from inlay_finetune.shelf import load_any

    match load_any(recipe, overrides or ()):
        case SftConfig() as config:
            _sft(config, form)
        case DpoConfig() as config:
            from inlay_finetune.dpo.preferring import prefer

            _tuned(config.run, prefer(config), form)
        case PretrainConfig() as config:
            from inlay_finetune.pretrain.loop import pretrain

            trained(pretrain(config), form)
        case config:
            from inlay_finetune.embedded import begin, generate, train as train_embedded

            for step in (generate, begin, train_embedded):
                step(config)
            trained(config.run, form)


def sft(recipe: RecipeName, overrides: Overrides = None, form: FormatOption = Format.text) -> None:
    """Fine-tune on samples, by adapters or whole."""
    from inlay_finetune.shelf import load_sft

    _sft(load_sft(recipe, overrides or ()), form)


def _sft(config: "SftConfig", form: Format) -> None:
    from inlay_finetune.sft.loop import fine_tune

    _tuned(config.run, fine_tune(config), form)


def _tuned(run: Path, outcome: "Outcome", form: Format) -> None:
    # JSON has no NaN, which a run has whose steps were all taken before.
    loss = outcome.loss if isfinite(outcome.loss) else None
    said = f"trained in {run}: {outcome.steps} steps, loss {outcome.loss:.4f}"
    done = f"nothing left to do in {run}: {outcome.steps} steps were taken before"
    emit({"run": str(run), "steps": outcome.steps, "loss": loss}, lambda: done if loss is None else said, form)


def trained(run: Path, form: Format) -> None:
    """Say where a training from nothing has left its model."""
    emit({"run": str(run)}, lambda: f"trained in {run}", form)


def merge(
    run: Annotated[Path, typer.Argument(help="Folder of a fine-tuning run.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the whole model; it must not be there yet.")],
    form: FormatOption = Format.text,
) -> None:
    """Join adapters with the weights they were trained beside, in float32, after proof that nothing is lost."""
    from dataclasses import asdict

    from inlay_finetune.sft.merging import merge_run

    found = merge_run(run, to)
    emit({"to": str(to), **asdict(found)}, lambda: f"{to}: {found}", form)
