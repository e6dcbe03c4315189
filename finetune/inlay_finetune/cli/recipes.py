"""The commands `recipes`, `copy` and `validate`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, fields, table
from inlay_finetune.cli.choices import Overrides, RecipeName

if TYPE_CHECKING:
    from pydantic import BaseModel

    from inlay_finetune.pretrain.config import PretrainConfig
    from inlay_finetune.sft.config import DpoConfig, SftConfig

__all__ = ["copy", "recipes", "validate"]


def recipes(form: FormatOption = Format.text) -> None:
    """List the recipes that are shipped, and on what each has been run."""
    from dataclasses import asdict

    from inlay_finetune.shelf import shelf

    shelved = shelf()
    rows = [(each.name, each.stage, each.description, each.tried) for each in shelved]
    emit([asdict(each) for each in shelved], lambda: table(rows, ("name", "stage", "what it does", "tried")), form)


def copy(
    name: Annotated[str, typer.Argument(help="A shipped recipe.")],
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    form: FormatOption = Format.text,
) -> None:
    """Copy a shipped recipe to a file of your own."""
    from inlay_finetune.shelf import copy_recipe

    copied = copy_recipe(name, file)
    emit(
        {"recipe": name, "file": str(copied)},
        lambda: f"{copied} is yours to change; then: inlay finetune validate {file}",
        form,
    )


def validate(
    recipe: RecipeName,
    overrides: Overrides = None,
    show_batch: Annotated[
        bool, typer.Option("--show-batch", help="Print the first row; what the loss is taken of is coloured.")
    ] = False,
    form: FormatOption = Format.text,
) -> None:
    """Show a recipe as it would be run, and what its data comes to, before a second of training."""
    from inlay_finetune.pretrain.config import PretrainConfig
    from inlay_finetune.sft.config import DpoConfig, SftConfig
    from inlay_finetune.shelf import load_any

    config = load_any(recipe, overrides or ())
    match config:
        case SftConfig():
            _validate_sft(config, show_batch, form)
        case DpoConfig():
            _validate_dpo(config, show_batch, form)
        case PretrainConfig():
            _validate_pretrain(config, show_batch, form)
        case _:
            emit({"recipe": _plain(config)}, lambda: _resolved(config), form)


def _validate_sft(config: "SftConfig", show_batch: bool, form: Format) -> None:
    from inlay_finetune.sft.base import check_base
    from inlay_finetune.sft.preview import batch_text, report_text
    from inlay_finetune.sft.reading import read_corpus, tokens_of
    from inlay_finetune.sft.report import report_on

    check_base(config)
    tokens = tokens_of(config)
    corpus = read_corpus(config, tokens)
    report = report_on(corpus, config)
    answer = {"recipe": _plain(config), "data": report.plain()}
    emit(answer, lambda: f"{_resolved(config)}\n{report_text(report)}", form)
    if show_batch and form is Format.text:
        typer.echo("\n" + batch_text(corpus, config, tokens, colour=sys.stdout.isatty()))


def _validate_dpo(config: "DpoConfig", show_batch: bool, form: Format) -> None:
    from inlay_finetune.dpo.preferring import read_preferences
    from inlay_finetune.sft.base import check_base
    from inlay_finetune.sft.memory import estimate
    from inlay_finetune.sft.preview import samples_text
    from inlay_finetune.sft.reading import tokens_of

    check_base(config)
    tokens = tokens_of(config)
    data = read_preferences(config, tokens)
    report = data.report(config)
    memory = {"memory": f"about {estimate(config).device / 2**20:.1f} MiB a device"}
    emit(
        {"recipe": _plain(config), "data": report}, lambda: f"{_resolved(config)}\n{fields({**report, **memory})}", form
    )
    if show_batch and form is Format.text:
        typer.echo("\n" + samples_text(data.samples[:2], tokens.decode, colour=sys.stdout.isatty()))


def _validate_pretrain(config: "PretrainConfig", show_batch: bool, form: Format) -> None:
    from inlay_finetune.pretrain.report import first_samples, report_on
    from inlay_finetune.sft.preview import samples_text
    from inlay_finetune.tokenizer import load_tokenizer

    report = report_on(config)
    answer = {"recipe": _plain(config), "data": report.plain()}
    emit(answer, lambda: f"{_resolved(config)}\n{fields(report.told())}", form)
    if show_batch and form is Format.text:
        tokenizer = load_tokenizer(config.tokenizer)

        def decode(tokens: Sequence[int]) -> str:
            return str(tokenizer.decode(list(tokens), skip_special_tokens=False))

        typer.echo("\n" + samples_text(first_samples(config, tokenizer), decode, colour=sys.stdout.isatty()))


def _plain(config: "BaseModel") -> object:
    return json.loads(config.model_dump_json())


def _resolved(config: "BaseModel") -> str:
    import yaml

    return str(yaml.safe_dump(_plain(config), sort_keys=False, allow_unicode=True))
