"""The changes that a query may suffer, each as what stands in the place of what."""

import pytest

from inlay.contract import Contract, Entity, Field, Parameter, parse_type
from inlay.mutants import mutants_of

BOAT = Entity(
    name="Boat",
    fields=(
        Field(name="name", type=parse_type("str")),
        Field(name="port", type=parse_type("str")),
        Field(name="kind", type=parse_type("enum[sail, motor]")),
        Field(name="length", type=parse_type("decimal")),
        Field(name="trips", type=parse_type("[Trip]")),
    ),
)
TRIP = Entity(
    name="Trip", fields=(Field(name="day", type=parse_type("date")), Field(name="guests", type=parse_type("int")))
)
CONTRACT = Contract(
    name="boats",
    kind="sql-query",
    parameters=(Parameter(name="day", type=parse_type("date")),),
    result=parse_type("[{name: str}]"),
    entities=(BOAT, TRIP),
)
ALL = "SELECT name FROM boats"


def changes(statement: str) -> set[tuple[str, str, str]]:
    return {(one.kind, one.before, one.after) for one in mutants_of(CONTRACT, statement, "sql")}


@pytest.mark.parametrize(
    ("statement", "kind", "before", "after"),
    [
        (f"{ALL} WHERE length > 9", "boundary", "length > 9", "length >= 9"),
        (f"{ALL} WHERE length > 9", "comparison", "length > 9", "length <= 9"),
        (f"{ALL} WHERE length > 9", "constant", "9", "10"),
        (f"{ALL} WHERE length > 9", "condition", "WHERE length > 9", ""),
        (f"{ALL} WHERE kind = 'sail'", "comparison", "kind = 'sail'", "kind <> 'sail'"),
        (f"{ALL} WHERE kind = 'sail'", "word", "'sail'", "'motor'"),
        (f"{ALL} WHERE length BETWEEN 5 AND 9", "boundary", "length BETWEEN 5 AND 9", "length >= 5 AND length < 9"),
        (f"{ALL} WHERE length BETWEEN 5 AND 9", "condition", "length BETWEEN 5 AND 9", "length >= 5"),
        (f"{ALL} WHERE length > 9 AND port = 'Kiel'", "condition", "length > 9 AND port = 'Kiel'", "port = 'Kiel'"),
        (
            f"{ALL} WHERE length > 9 OR port = 'Kiel'",
            "condition",
            "length > 9 OR port = 'Kiel'",
            "(length > 9 AND port = 'Kiel')",
        ),
        (f"{ALL} WHERE NOT length > 9", "condition", "NOT length > 9", "length > 9"),
        (f"{ALL} WHERE port IS NULL", "condition", "port IS NULL", "NOT port IS NULL"),
        (ALL, "field", "name", "port"),
        (ALL, "distinct", ALL, "SELECT DISTINCT name FROM boats"),
        ("SELECT DISTINCT port FROM boats", "distinct", "SELECT DISTINCT port FROM boats", "SELECT port FROM boats"),
        (f"{ALL} ORDER BY length, name", "order", "length", "length DESC"),
        (f"{ALL} ORDER BY length, name", "order", "name", ""),
        (f"{ALL} ORDER BY name LIMIT 3", "limit", "LIMIT 3", ""),
        ("SELECT count(DISTINCT port) AS n FROM boats", "distinct", "COUNT(DISTINCT port)", "COUNT(port)"),
        ("SELECT count(port) AS n FROM boats", "aggregate", "COUNT(port)", "COUNT(*)"),
        ("SELECT min(length) AS n FROM boats", "aggregate", "MIN(length)", "MAX(length)"),
        ("SELECT sum(length) AS n FROM boats", "aggregate", "SUM(length)", "COUNT(length)"),
        ("SELECT coalesce(max(length), 0) AS n FROM boats", "missing", "COALESCE(MAX(length), 0)", "MAX(length)"),
        ("SELECT length - 1 AS n FROM boats", "arithmetic", "length - 1", "length + 1"),
        (
            "SELECT b.name FROM boats b JOIN trips t ON t.boat_id = b.id",
            "join",
            "JOIN trips AS t ON t.boat_id = b.id",
            "LEFT JOIN trips AS t ON t.boat_id = b.id",
        ),
        (
            "SELECT b.name FROM boats b LEFT JOIN trips t ON t.boat_id = b.id",
            "join",
            "LEFT JOIN trips AS t ON t.boat_id = b.id",
            "JOIN trips AS t ON t.boat_id = b.id",
        ),
        (
            "SELECT port FROM boats GROUP BY port HAVING count(*) > 1",
            "condition",
            "HAVING COUNT(*) > 1",
            "",
        ),
    ],
)
def test_a_query_can_suffer_this_change(statement: str, kind: str, before: str, after: str) -> None:
    assert (kind, before, after) in changes(statement)


def test_the_keys_that_tie_two_tables_are_left_alone() -> None:
    tied = changes("SELECT b.name FROM boats b JOIN trips t ON t.boat_id = b.id AND t.guests > 1")
    assert not any(after == "t.guests > 1" or "<>" in after for _, _, after in tied)


def test_a_mutant_knows_the_place_of_its_change() -> None:
    [late] = [one for one in mutants_of(CONTRACT, f"{ALL}\nWHERE length > 9", "sql") if one.kind == "boundary"]
    assert (late.line, late.column) == (2, 7)
    assert late.body == "SELECT name FROM boats WHERE length >= 9"


def test_a_text_that_is_no_query_has_no_mutants() -> None:
    assert mutants_of(CONTRACT, "SELECT FROM WHERE (", "sql") == ()
