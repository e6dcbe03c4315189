"""Queries over small tables in a box: what they give, and what is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from inlay.sandbox import Box, CaseOutcome, SqlCase, SqlJob, Table, Value

DDL = (
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, placed_on DATE, status TEXT NOT NULL DEFAULT 'draft', paid BOOLEAN)",
    "CREATE TABLE order_lines (id INTEGER PRIMARY KEY, order_id INTEGER, quantity INTEGER, unit_price NUMERIC(12, 2))",
)
ORDERS: dict[str, list[dict[str, Value]]] = {
    "orders": [
        {"id": 1, "placed_on": date(2024, 3, 5), "status": "placed", "paid": True},
        {"id": 2, "placed_on": date(2024, 3, 9), "status": "cancelled", "paid": False},
        {"id": 3, "placed_on": date(2025, 1, 1), "status": "placed", "paid": None},
    ],
    "order_lines": [
        {"order_id": 1, "quantity": 2, "unit_price": Decimal("10.50")},
        {"order_id": 1, "quantity": 1, "unit_price": Decimal(4)},
        {"order_id": 3, "quantity": 3, "unit_price": Decimal("0.25")},
    ],
}


def test_a_query_gives_named_columns_and_rows_in_its_own_order(box: Box) -> None:
    statement = """
        SELECT o.id AS number, SUM(l.quantity * l.unit_price) AS total
        FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id
        WHERE o.status <> 'cancelled' GROUP BY o.id ORDER BY o.id DESC
    """

    assert _run(box, statement).value == Table(("number", "total"), ((3, 0.75), (1, 25)))


def test_a_case_may_bring_a_statement_of_its_own(box: Box) -> None:
    cases = (SqlCase(tables=ORDERS), SqlCase(tables=ORDERS, statement="SELECT max(id) AS n FROM orders"))

    own, other = box.run_sql(SqlJob(ddl=DDL, statement="SELECT min(id) AS n FROM orders", cases=cases))

    assert (own.value, other.value) == (Table(("n",), ((1,),)), Table(("n",), ((3,),)))


def test_what_a_statement_tries_to_leave_behind_is_not_there_for_the_next_over_the_same_rows(box: Box) -> None:
    count = "SELECT count(*) AS n FROM orders"
    tried = (
        "DELETE FROM orders",
        "CREATE TEMP TABLE orders AS SELECT 1 AS id",
        "WITH gone AS (SELECT 1) DELETE FROM orders",
        "PRAGMA case_sensitive_like = 1",
        "BEGIN",
        "SELECT nothing",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    )
    cases = tuple(SqlCase(tables=ORDERS, statement=said) for each in tried for said in (each, count))

    outcomes = box.run_sql(SqlJob(ddl=DDL, statement=count, cases=cases))

    assert [outcome.ending for outcome in outcomes[::2]] == ["raised"] * 6 + ["oversized"]
    assert {outcome.value for outcome in outcomes[1::2]} == {Table(("n",), ((3,),))}


def test_rows_that_cannot_be_stored_are_told_for_every_statement_over_them(box: Box) -> None:
    wrong: dict[str, list[dict[str, Value]]] = {"orders": [{"status": None}]}
    cases = (SqlCase(tables=wrong), SqlCase(tables=wrong), SqlCase(tables=ORDERS))

    first, second, third = box.run_sql(SqlJob(ddl=DDL, statement="SELECT max(id) AS n FROM orders", cases=cases))

    assert first.ending == "unloaded"
    assert second == first
    assert third.value == Table(("n",), ((3,),))


def test_parameters_are_bound_by_name_and_kind(box: Box) -> None:
    statement = "SELECT id FROM orders WHERE placed_on >= :since AND paid = :paid AND status LIKE :status"
    parameters: dict[str, Value] = {"since": date(2024, 3, 5), "paid": True, "status": "pl%"}

    assert _run(box, statement, parameters).value == Table(("id",), ((1,),))


def test_a_decimal_parameter_compares_as_a_number_with_a_sum(box: Box) -> None:
    statement = "SELECT order_id FROM order_lines GROUP BY order_id HAVING SUM(unit_price) > :least"

    assert _run(box, statement, {"least": Decimal("14.49")}).value == Table(("order_id",), ((1,),))


def test_a_whole_decimal_parameter_divides_as_a_decimal(box: Box) -> None:
    assert _run(box, "SELECT :rate / 4 AS part", {"rate": Decimal(10)}).value == Table(("part",), ((2.5,),))


def test_an_instant_is_stored_in_utc(box: Box) -> None:
    east = timezone(timedelta(hours=8))
    parameters: dict[str, Value] = {"here": datetime(2024, 1, 1, 4, 30, tzinfo=east), "there": datetime(2024, 1, 1)}

    table = _run(box, "SELECT :here AS here, :there AS there", parameters).value

    assert table == Table(("here", "there"), (("2023-12-31 20:30:00.000000", "2024-01-01 00:00:00.000000"),))
    assert datetime(2023, 12, 31, 20, 30, tzinfo=UTC) == parameters["here"]


def test_a_column_that_a_row_leaves_out_takes_its_default(box: Box) -> None:
    case = SqlCase(tables={"orders": [{}, {"id": 7}]})
    (outcome,) = box.run_sql(SqlJob(ddl=DDL, statement="SELECT id, status FROM orders", cases=(case,)))

    assert outcome.value == Table(("id", "status"), ((1, "draft"), (7, "draft")))


def test_every_case_has_a_database_of_its_own(box: Box) -> None:
    cases = tuple(SqlCase(tables={"orders": [{"id": number}]}) for number in (4, 5))
    outcomes = box.run_sql(SqlJob(ddl=DDL, statement="SELECT id FROM orders", cases=cases))

    assert [outcome.value for outcome in outcomes] == [Table(("id",), ((4,),)), Table(("id",), ((5,),))]


def test_a_case_that_does_not_fit_its_tables_is_not_blamed_on_the_query(box: Box) -> None:
    case = SqlCase(tables={"orders": [{"colour": "red"}]})
    (outcome,) = box.run_sql(SqlJob(ddl=DDL, statement="SELECT id FROM orders", cases=(case,)))

    assert outcome.ending == "unloaded"
    assert "colour" in outcome.error


def test_a_failing_query_says_why(box: Box) -> None:
    outcome = _run(box, "SELECT colour FROM orders")

    assert (outcome.ending, outcome.error) == ("raised", "OperationalError: no such column: colour")


def test_a_statement_that_does_more_than_read_its_tables_is_refused(box: Box, statement: Path) -> None:
    first, _, text = statement.read_text().partition("\n")

    outcome = _run(box, text)

    assert outcome.ending in first.removeprefix("-- ends: ").split(), outcome
    assert _run(box, "SELECT COUNT(*) AS n FROM orders").value == Table(("n",), ((3,),))


def _run(box: Box, statement: str, parameters: dict[str, Value] | None = None) -> CaseOutcome:
    case = SqlCase(tables=ORDERS, parameters=parameters or {})
    (outcome,) = box.run_sql(SqlJob(ddl=DDL, statement=statement, cases=(case,)))
    return outcome
