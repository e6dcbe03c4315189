import json
from pathlib import Path

import gguf
import pytest
from toy import write_shard
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_finetune.card import card_text
from inlay_finetune.cli import app
from inlay_finetune.recipe import load_recipe

_TINY = (
    "vocabulary=448",
    "records=20",
    "heldout_records=8",
    "pretrain.steps=4",
    "pretrain.workers=1",
    "pretrain.step_tokens=600",
    "pretrain.model={width: 64, layers: 2, heads: 2, hidden: 128, context: 1024}",
)


def test_from_data_to_the_shipped_file_and_its_card(tmp_path: Path) -> None:
    work, target = tmp_path / "work", tmp_path / "package" / "embedded.gguf"
    write_shard(work / "data" / "train-00000.jsonl", 20, seed=1)
    write_shard(work / "heldout" / "schema-00000.jsonl", 8, seed=2)
    write_shard(work / "heldout" / "wording-00000.jsonl", 8, seed=3)
    result = CliRunner().invoke(app, ["embedded-model", "--to", str(target), f"work={work}", *_TINY])
    assert result.exception is None, result.output
    assert {path.name for path in target.parent.iterdir()} == {"embedded.gguf", "MODEL_CARD.md"}
    reader = gguf.GGUFReader(target)
    assert json.loads(reader.get_field("inlay.prompts").contents()) == {"python-function": "1", "sql-query": "1"}
    assert "entities and fields that occur in no training data | 32 |" in target.with_name("MODEL_CARD.md").read_text()


def test_the_shipped_recipe_is_valid() -> None:
    recipe = load_recipe()
    assert recipe.training().model.vocabulary == recipe.vocabulary


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("recods=3", "recods"),
        ("pretrain.optimiser=adamw", "did you mean 'optimizer'"),
        ("pretrain.model.widht=64", "did you mean 'width'"),
        ("records", "is not of the form key=value"),
        ("records.more=1", "holds no further settings"),
    ],
)
def test_a_setting_that_does_not_exist_is_named(override: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_recipe(overrides=(override,))


def test_a_card_adds_up_the_patterns_of_a_family() -> None:
    score = {
        "loss": 0.5,
        "accuracy": 0.9,
        "exact": 0.75,
        "branches": 4,
        "by_tag": {"money.total": (1, 2), "money.share": (2, 2), "R057": (3, 4)},
    }
    evaluation = {
        "name": "tiny",
        "parameters": 5_600_000,
        "shape": {"layers": 6, "width": 256, "vocabulary": 2048, "context": 2048},
        "data": {"records": 1000, "seed": 1, "prompts": {"sql-query": "1"}},
        "training": {"step": 10, "tokens": 2_000_000, "elapsed": 120.0},
        "splits": {"schema": score},
    }
    card = card_text(evaluation)
    assert "5.6 million parameters" in card
    assert "| money | 75 % | 4 |" in card
    assert "R057" not in card
