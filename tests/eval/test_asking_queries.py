"""What a model is asked for questions over databases, and what of its answer is a query."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from inlay.backends.fake import Fake
from inlay.errors import UsageError
from inlay.text2sql.schema import read_schemas
from inlay_eval.sampling import Decoding, sample
from inlay_eval.sql import load_sql_suite
from inlay_eval.sql.asking import Queries
from inlay_eval.watching import Silent
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.text2sql.pairs import question_samples
from inlay_finetune.data.text2sql.questions import read_questions

SCHEMA: dict[str, Any] = {
    "db_id": "stage",
    "table_names_original": ["singer"],
    "table_names": ["singer"],
    "column_names_original": [[-1, "*"], [0, "Singer_ID"], [0, "Name"]],
    "column_names": [[-1, "*"], [0, "singer id"], [0, "name"]],
    "column_types": ["text", "number", "text"],
    "primary_keys": [1],
    "foreign_keys": [],
}
QUESTION = "How many singers are called Ann?"
GOLD = "SELECT count(*) FROM singer WHERE Name = 'Ann'"


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    (tmp_path / "database" / "stage").mkdir(parents=True)
    with closing(sqlite3.connect(tmp_path / "database" / "stage" / "stage.sqlite")) as connection:
        connection.executescript("CREATE TABLE singer (Singer_ID, Name); INSERT INTO singer VALUES (1, 'Ann');")
    (tmp_path / "tables.json").write_text(json.dumps([SCHEMA]))
    path = tmp_path / "dev.json"
    path.write_text(json.dumps([{"db_id": "stage", "question": QUESTION, "query": GOLD}]))
    return path


def asker(dev: Path, form: str = "m-schema") -> Queries:
    return Queries(load_sql_suite("spider", dev, []), form)


def drawn(dev: Path, model: Fake) -> dict[str, Any]:
    out = dev.with_name("samples.jsonl")
    sample(asker(dev), model, Decoding(temperature=0.0), out, Silent())
    (line,) = out.read_text().splitlines()
    return dict(json.loads(line))


def learnt(dev: Path, form: str) -> Any:
    schemas = read_schemas(dev.with_name("tables.json"))
    settings = {"folder": dev.with_name("database"), "form": form}
    (found,) = question_samples(read_questions(dev), schemas, Ledger(), **settings).train
    return found


@pytest.mark.parametrize("form", ["m-schema", "create-table"])
def test_a_chat_is_asked_what_training_showed(dev: Path, form: str) -> None:
    asked = asker(dev, form).asked("0", "instruct")
    *shown, answer = learnt(dev, form).messages
    assert [(turn.role, turn.content) for turn in asked.messages] == [(turn.role, turn.content) for turn in shown]
    assert answer.content == f"```sql\n{GOLD}\n```"


def test_a_compact_model_is_asked_what_training_showed(dev: Path) -> None:
    asked = asker(dev).asked("0", "compact")
    found = learnt(dev, "compact")
    assert (asked.text, asked.label) == (found.prompt, "sql-query@1")


def test_a_query_is_taken_out_of_a_chat(dev: Path) -> None:
    line = drawn(dev, Fake({"0": [GOLD.replace(" FROM", "\nFROM")]}))
    assert line["completion"] == GOLD
    assert line["made"]["prompt"] == "text2sql@1, m-schema"


def test_tokens_of_a_compact_answer_become_the_names_of_the_database(dev: Path) -> None:
    answer = learnt(dev, "compact").completion
    line = drawn(dev, Fake({"0": [answer]}, style="compact"))
    assert line["completion"] == GOLD
    assert line["made"]["prompt"] == "sql-query@1, 1"


def test_a_model_that_fills_in_the_middle_and_a_suite_without_schemas_are_refused(dev: Path) -> None:
    with pytest.raises(UsageError, match="fills in the middle is not asked for queries"):
        drawn(dev, Fake({}, style="infill"))
    dev.with_name("tables.json").write_text(json.dumps([{**SCHEMA, "db_id": "other"}]))
    with pytest.raises(UsageError, match="has no schema of stage"):
        asker(dev)
    dev.with_name("tables.json").unlink()
    with pytest.raises(UsageError, match="there are no schemas beside"):
        asker(dev)
