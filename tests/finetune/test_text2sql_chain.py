"""The whole way of `make text2sql-lora` with a tiny model: data, adapters, GGUF, answers, judgement."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.bench.text2sql_lora import Settings, hold_out, look_alike, make_data, measure, require_apart
from tests.framework.backends.conftest import tiny as tiny
from typer.testing import CliRunner

from inlay.text2sql.schema import read_schemas
from inlay_eval.cli import app as eval_app
from inlay_finetune.cli import app as finetune_app

_SHAPE = "{family: llama-tied, vocabulary: 640, width: 64, layers: 2, heads: 4, kv_heads: 2, hidden: 192}"
_OVERRIDES = (
    f"model.shape={_SHAPE}",
    "model.dtype=float32",
    "data.context=2048",
    "adapter={rank: 2, alpha: 4}",
    "training={steps: 2, rows: 1, learning_rate: 0.01, log_steps: 1}",
)
_QUESTIONS = [
    {"db_id": "shop", "question": "How many buyers are there?", "query": "SELECT count(*) FROM buyers"},
    {"db_id": "shop", "question": "Names of buyers above 30?", "query": "SELECT name FROM buyers WHERE age > 30"},
    {"db_id": "stage", "question": "How many singers?", "query": "SELECT count(*) FROM singer"},
    {"db_id": "stage", "question": "Names of singers?", "query": "SELECT name FROM singer"},
]


def _schema(name: str, table: str, columns: Sequence[str]) -> dict[str, Any]:
    named = [[-1, "*"], *([0, column] for column in columns)]
    return {
        "db_id": name,
        "table_names_original": [table],
        "table_names": [table],
        "column_names_original": named,
        "column_names": named,
        "column_types": ["text", "number", *["text"] * (len(columns) - 2), "number"],
        "primary_keys": [1],
        "foreign_keys": [],
    }


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    spider, databases = tmp_path / "spider", tmp_path / "database"
    (databases / "stage").mkdir(parents=True)
    spider.mkdir()
    with closing(sqlite3.connect(databases / "stage" / "stage.sqlite")) as connection:
        connection.executescript("CREATE TABLE singer (id, name, age); INSERT INTO singer VALUES (1, 'Ann', 30);")
    schemas = [
        _schema("shop", "buyers", ("id", "name", "age")),
        _schema("stage", "singer", ("id", "name", "age")),
        _schema("stage_again", "Singer", ("ID", "Name", "born")),
    ]
    (spider / "tables.json").write_text(json.dumps(schemas))
    (spider / "dev.json").write_text(json.dumps(_QUESTIONS))
    return Settings(spider=spider, databases=databases, out=tmp_path / "out", made=3, overrides=_OVERRIDES)


class _Here:
    """Runs commands in this process and remembers which."""

    def __init__(self) -> None:
        self.run: list[str] = []

    def __call__(self, words: Sequence[str]) -> None:
        group, *rest = words
        self.run.append(" ".join(words[: 3 if words[1] == "data" else 2]))
        result = CliRunner().invoke({"finetune": finetune_app, "eval": eval_app}[group], rest, catch_exceptions=False)
        assert result.exit_code == 0, result.output


def test_the_way_from_questions_to_figures_before_and_after_is_gone_once(
    settings: Settings, tiny: Callable[..., Path]
) -> None:
    model = tiny("chain", prompts={"sql-query": "1"})
    given = Settings(**{**vars(settings), "model": str(model)})
    first, again = _Here(), _Here()
    before, after = measure(given, first)

    assert (before.questions, after.questions) == (2, 2)
    assert 0 <= before.runnable <= 2
    assert 0 <= after.low <= after.accuracy <= after.high <= 1
    assert [each for each in first.run if not each.startswith("eval")] == [
        "finetune data text2sql",
        "finetune data text2sql",
        "finetune import",
        "finetune train",
        "finetune merge",
        "finetune export",
    ]
    steps = (given.out / "run" / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in steps] == [1, 2]
    assert (given.out / "adapted.gguf").is_file()

    assert measure(given, again) == (before, after)
    assert all(each.startswith("eval") for each in again.run)


def test_a_database_held_out_and_one_like_it_are_never_learnt(settings: Settings) -> None:
    held = hold_out(settings)
    assert held == ["stage"]
    assert look_alike(read_schemas(settings.spider / "tables.json"), held) == ["stage_again"]
    make_data(settings, _Here(), held)
    learnt = require_apart(settings, held)

    people, made = (file.read_text() for file in settings.trained)
    assert learnt == len((people + made).splitlines()) > 2
    assert "stage" not in people + made
    contaminated = people.replace('"shop"', '"stage"')
    settings.trained[0].write_text(contaminated)
    with pytest.raises(SystemExit, match="held out, and learnt too: stage"):
        require_apart(settings, held)
    settings.trained[0].write_text(people.replace('"shop"', '"stage_again"'))
    with pytest.raises(SystemExit, match="like one held out: stage_again"):
        require_apart(settings, held)
