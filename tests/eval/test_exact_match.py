"""Exact set match: the parsed form is Spider's own, components are compared as the official script compares them."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.eval.conftest import dataset

from inlay_eval.samples import Sample
from inlay_eval.sql import SqlSettings, SqlSuite, load_sql_suite, run_sql
from inlay_eval.sql.exact import exact_set_match
from inlay_eval.sql.matching import COMPONENTS, EMPTY, components, exact_match
from inlay_eval.sql.parsing import Schema, Unreadable, parsed
from inlay_eval.suites import DataInvalid
from inlay_eval.watching import Silent

RECORD = {
    "db_id": "zoo",
    "table_names_original": ["Keeper", "Animal"],
    "column_names_original": [
        [-1, "*"],
        [0, "Keeper_ID"],
        [0, "Name"],
        [1, "Animal_ID"],
        [1, "Keeper_ID"],
        [1, "Kind"],
        [1, "Weight"],
    ],
    "foreign_keys": [[4, 1]],
}
SCHEMA = Schema.of(RECORD)
HEAVY = (
    "SELECT Kind, count(*) FROM Animal WHERE Weight > 5 AND Kind = 'bear' GROUP BY Kind ORDER BY count(*) DESC LIMIT 1"
)


def same(gold: str, predicted: str) -> bool:
    return exact_match(parsed(gold, SCHEMA), parsed(predicted, SCHEMA), SCHEMA)


def differing(gold: str, predicted: str) -> set[str]:
    found = components(parsed(gold, SCHEMA), parsed(predicted, SCHEMA), SCHEMA)
    return {name for name, matched in found.items() if not matched.whole}


def test_a_query_is_read_into_the_form_of_spiders_files() -> None:
    bare, kind = (0, 6, False), (0, 5, False)
    assert parsed(HEAVY, SCHEMA) == {
        "select": (False, [(0, (0, kind, None)), (3, (0, (0, 0, False), None))]),
        "from": {"table_units": [("table_unit", 1)], "conds": []},
        "where": [(False, 3, (0, bare, None), 5.0, None), "and", (False, 2, (0, kind, None), '"bear"', None)],
        "groupBy": [kind],
        "having": [],
        "orderBy": ("desc", [(0, (3, 0, False), None)]),
        "limit": 1,
        "intersect": None,
        "except": None,
        "union": None,
    }


@pytest.mark.parametrize(
    "predicted",
    [
        "SELECT count(*), Kind FROM Animal WHERE Kind = 'x' AND Weight > 9 GROUP BY Kind"
        " ORDER BY count(*) DESC LIMIT 3",
        "select T1.kind,count(*) from animal as T1 where T1.weight>5 and T1.kind='bear' group by T1.kind"
        " order by count(*) desc limit 1;",
        "SELECT DISTINCT Kind, count(*) FROM Animal WHERE Weight > 5 AND Kind = 'bear' GROUP BY Kind"
        " ORDER BY count(*) DESC LIMIT 1",
    ],
    ids=["another order and other values", "aliases and no spaces", "DISTINCT"],
)
def test_what_does_not_count_changes_nothing(predicted: str) -> None:
    assert same(HEAVY, predicted)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("count(*) FROM", "max(*) FROM", {"select"}),
        ("Kind, ", "", {"select", "select (no AGG)"}),
        ("Weight > 5", "Weight >= 5", {"where"}),
        (" AND Kind = 'bear'", "", {"where", "where (no OP)", "and/or"}),
        (" AND ", " OR ", {"and/or", "keywords"}),
        ("GROUP BY Kind", "GROUP BY Keeper_ID", {"group (no HAVING)", "group"}),
        ("GROUP BY Kind", "GROUP BY Kind HAVING count(*) > 2", {"group", "keywords"}),
        (" DESC", "", {"order", "keywords"}),
        (" LIMIT 1", "", {"order", "keywords"}),
    ],
)
def test_each_component_is_compared_by_itself(old: str, new: str, parts: set[str]) -> None:
    assert old in HEAVY
    changed = HEAVY.replace(old, new, 1)

    assert differing(HEAVY, changed) == parts
    assert not same(HEAVY, changed)


def test_columns_of_a_foreign_key_are_one_where_their_tables_are_read() -> None:
    joined = "SELECT {column} FROM Keeper AS k JOIN Animal AS a ON k.Keeper_ID = a.Keeper_ID GROUP BY {column}"
    assert same(joined.format(column="k.Keeper_ID"), joined.format(column="a.Keeper_ID"))
    assert not same(joined.format(column="k.Keeper_ID"), joined.format(column="a.Animal_ID"))


def test_tables_count_and_the_columns_they_are_joined_on_do_not() -> None:
    joined = "SELECT k.Name FROM Keeper AS k JOIN Animal AS a ON k.Keeper_ID = a.{column}"
    assert same(joined.format(column="Keeper_ID"), joined.format(column="Animal_ID"))
    assert not same("SELECT count(*) FROM Keeper", "SELECT count(*) FROM Animal")


def test_nested_and_compound_queries_are_compared_as_queries() -> None:
    nested = "SELECT Name FROM Keeper WHERE Keeper_ID NOT IN (SELECT Keeper_ID FROM Animal WHERE Weight > {})"
    compound = "SELECT Name FROM Keeper EXCEPT SELECT Name FROM Keeper WHERE Keeper_ID = {}"
    assert same(nested.format(1), nested.format(2))
    assert differing(nested.format(1), nested.format(1).replace(">", "<")) == {"where"}
    assert same(compound.format(1), compound.format(2))
    assert differing(compound.format(1), compound.format(1).replace("EXCEPT", "UNION")) == {
        "intersect, union, except",
        "keywords",
    }


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT",
        "SELECT Name",
        "SELECT Name FROM Nowhere",
        "SELECT Colour FROM Animal",
        "SELECT Name FROM Keeper WHERE Name",
        "SELECT Name FROM (SELECT Name FROM Keeper) AS t",
        "SELECT `Name` FROM Keeper",
        "SELECT Name FROM Keeper AS Animal",
        "DROP TABLE Keeper",
    ],
)
def test_a_query_outside_the_language_is_unreadable(query: str) -> None:
    with pytest.raises(Unreadable):
        parsed(query, SCHEMA)


WORDS = "( ) , ; = * > - from select in not as join on union".split() + HEAVY.split()


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_whatever_is_written_is_read_or_unreadable(found: list[str]) -> None:
    with suppress(Unreadable):
        assert parsed(" ".join(found), SCHEMA)


def test_deep_nesting_is_unreadable_and_no_crash() -> None:
    with pytest.raises(Unreadable):
        parsed("SELECT Name FROM Keeper WHERE Keeper_ID IN (" * 3000, SCHEMA)


@pytest.fixture
def suite(tmp_path: Path) -> SqlSuite:
    (tmp_path / "database").mkdir()
    (tmp_path / "tables.json").write_text(json.dumps([RECORD]))
    golds = [HEAVY, "SELECT Name FROM Keeper", "SELECT Name FROM Keeper, Animal"]
    (tmp_path / "dev.json").write_text(json.dumps([{"db_id": "zoo", "question": "?", "query": each} for each in golds]))
    return load_sql_suite("spider", tmp_path, [])


def test_figures_count_missing_and_unreadable_predictions_as_not_matched(suite: SqlSuite) -> None:
    found = exact_set_match(suite, [Sample(task="0", completion="SELECT Kind FROM", line=1)])

    assert found is not None
    told = {score.name: (score.estimate.value, score.estimate.count) for score in found.scores}
    assert told["exact set match"] == (0.0, 2)
    assert told["where, recall"] == (0.0, 1)
    assert "where, precision" not in told
    assert found.notes == ("1 questions are left out of exact set match: their gold or schema cannot be read",)
    assert found.check[0].startswith(
        "exact set match: 2 of 2 gold queries match themselves (all must), 0 match nothing, 0 "
    )


def test_it_is_counted_where_no_database_is_there(suite: SqlSuite, tmp_path: Path) -> None:
    found = run_sql(suite, [Sample(task="0", completion=HEAVY, line=1)], SqlSettings(), tmp_path / "out", Silent())

    assert {score.name for score in found.scores} >= {"exact set match"}
    assert "execution accuracy" not in {score.name for score in found.scores}
    assert "3 questions are not judged, 0 first: no database 'zoo'" in found.notes
    assert found.cases[0].measures == {"exact set match": 1.0}


def test_a_file_of_schemas_that_is_none_is_refused(suite: SqlSuite) -> None:
    assert suite.tables is not None
    suite.tables.write_text('{"db_id": 1}')
    with pytest.raises(DataInvalid, match=r"tables\.json:1:1: is not Spider's list of schemas"):
        exact_set_match(suite, [])


def test_an_empty_prediction_has_no_component_of_gold() -> None:
    found = components(parsed(HEAVY, SCHEMA), EMPTY, SCHEMA)
    assert tuple(found) == COMPONENTS
    assert {name for name, matched in found.items() if matched.whole} == {"intersect, union, except"}


def test_the_parsed_form_is_that_of_the_published_files() -> None:
    records = json.loads(dataset("spider/dev.json").read_text())
    schemas = {each["db_id"]: Schema.of(each) for each in json.loads(dataset("spider/tables.json").read_text())}
    for record in records:
        assert _plain(parsed(record["query"], schemas[record["db_id"]])) == _plain(record["sql"]), record["query"]


def _plain(found: Any) -> Any:
    """Lists for tuples, and texts in small letters without their quotes, which the published files lack in places."""
    if isinstance(found, dict):
        return {key: _plain(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(value) for value in found]
    return found.strip('"').lower() if isinstance(found, str) else found
