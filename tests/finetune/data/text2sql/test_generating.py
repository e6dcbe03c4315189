"""Questions made up for a schema: typed, run, telling, and the same again for the same seed."""

import json
import random
from pathlib import Path

import pytest
import sqlglot
from hypothesis import given, settings, strategies as st
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay.text2sql.schema import Column, Database, Table, read_schemas
from inlay_finetune.cli import app
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.text2sql.generating import made_questions
from inlay_finetune.data.text2sql.seeding import pools_of, seeded
from inlay_finetune.data.text2sql.shapes import SHAPES

DATASETS = Path(__file__).resolve().parents[5] / "shared" / "datasets"
# names that are words of SQL, or no words at all
SHOP = Database(
    "shop",
    (
        Table(
            "Group",
            (
                Column("id", "INTEGER", primary=True),
                Column("name", "TEXT"),
                Column("dob", "DATE", meaning="day of birth"),
                Column("select", "INTEGER"),
            ),
        ),
        Table(
            "Order Lines",
            (
                Column("no", "INTEGER", primary=True),
                Column("group_id", "INTEGER"),
                Column("unit price", "NUMERIC"),
                Column("kind", "TEXT", values=("book", "toy")),
            ),
        ),
    ),
    ((("Order Lines", "group_id"), ("Group", "id")),),
)


def test_every_shape_is_asked_and_every_query_runs() -> None:
    ledger = Ledger()
    questions = made_questions({"shop": SHOP}, 120, ledger)
    assert {each.difficulty for each in questions} == set(SHAPES)
    assert len({each.text for each in questions}) == len(questions) == 120
    assert "the query does not run" not in ledger.reasons
    with seeded(SHOP, pools_of(SHOP, random.Random(0)), 99) as connection:
        for each in questions:
            connection.execute(each.query)


def test_the_same_seed_asks_the_same_and_another_asks_other_questions() -> None:
    first, again, other = (made_questions({"shop": SHOP}, 30, Ledger(), seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert {each.text for each in first} != {each.text for each in other}


def test_what_could_be_answered_without_looking_is_dropped() -> None:
    one_value = Table("thing", (Column("kind", "TEXT", values=("only",)), Column("size", "INTEGER", values=(1,))))
    ledger = Ledger()
    dull = Database("dull", (one_value,))
    for each in made_questions({"dull": dull}, 40, ledger):
        results = set()
        for number in range(4):
            with seeded(dull, pools_of(dull, random.Random(0)), number) as connection:
                results.add(str(sorted(map(repr, connection.execute(each.query)))))
        assert len(results) > 1, each
    assert ledger.reasons["the result is always the same"]


def test_the_words_of_a_question_are_those_of_the_schema() -> None:
    said = " ".join(each.text for each in made_questions({"shop": SHOP}, 80, Ledger()))
    assert "day of birth" in said
    assert "dob" not in said
    assert "unit price" in said
    assert "book" in said


@settings(max_examples=30)
@given(st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=4, unique_by=str.lower), st.integers(0, 99))
def test_no_name_of_a_column_breaks_a_query(names: list[str], seed: int) -> None:
    if any("\0" in name or name.encode("utf-8", "ignore").decode() != name for name in names):
        return
    kinds = ("INTEGER", "TEXT", "DATE", "INTEGER")
    columns = tuple(Column(name, kind) for name, kind in zip(names, kinds, strict=False))
    ledger = Ledger()
    for each in made_questions({"odd": Database("odd", (Table("t", columns),))}, 5, ledger, seed=seed):
        assert sqlglot.parse_one(each.query, dialect="sqlite")
    assert "the query does not run" not in ledger.reasons


def test_published_schemas_get_questions_too() -> None:
    if not DATASETS.is_dir():
        pytest.skip("no public data is here")
    schemas = dict(list(read_schemas(DATASETS / "spider" / "tables.json").items())[:20])
    ledger = Ledger()
    questions = made_questions(schemas, 5, ledger)
    assert len(questions) >= 95
    assert ledger.reasons["the query does not run"] <= 1


def test_a_schema_that_cannot_be_made_is_named() -> None:
    twice = Database("shop", (Table("t", (Column("a", "TEXT"), Column("a", "TEXT"))),))
    with pytest.raises(UsageError, match="the schema shop: table t cannot be made: duplicate column name: a"):
        made_questions({"shop": twice}, 1, Ledger())


def test_the_command_makes_questions_where_none_are_given(tmp_path: Path) -> None:
    raw = {
        "db_id": "shop",
        "table_names_original": ["buyers"],
        "column_names_original": [[-1, "*"], [0, "id"], [0, "city"], [0, "points"]],
        "column_names": [[-1, "*"], [0, "id"], [0, "city"], [0, "points"]],
        "column_types": ["text", "number", "text", "number"],
        "primary_keys": [1],
    }
    (tmp_path / "tables.json").write_text(json.dumps([raw]))
    words = ["data", "text2sql", "--tables", str(tmp_path / "tables.json"), "--out", str(tmp_path / "out")]
    output = CliRunner().invoke(app, [*words, "--count", "7"]).output
    assert "kept:" in output
    assert "not run" not in output
    lines = (tmp_path / "out" / "train.jsonl").read_text().splitlines()
    assert len(lines) == 7
    assert all("Question: " in json.loads(line)["messages"][1]["content"] for line in lines)
