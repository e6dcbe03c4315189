"""Statements that are right and portable are not refused for how they are written."""

from pathlib import Path

import pytest

from inlay.contract.boundary import Contract
from inlay.gates import gates_for
from inlay.slot import Slot
from inlay.spec import load_spec

SAMPLES = Path(__file__).parents[3] / "samples"

STATEMENTS = {
    "a unique column settles the order": (
        "claims",
        "claims_without_adjuster",
        "SELECT number, cause FROM claims WHERE adjuster_id IS NULL AND status <> 'denied' ORDER BY number",
    ),
    "a unique column settles the order of groups": (
        "orders",
        "order_count_per_customer",
        "SELECT c.email, count(o.id) AS order_count FROM customers c LEFT JOIN orders o ON o.customer_id = c.id"
        " GROUP BY c.id, c.email ORDER BY c.email",
    ),
    "a unique column settles the order of what was grouped further in": (
        "stock",
        "low_articles",
        "WITH totals AS (SELECT a.sku, a.reorder_point, coalesce(sum(b.quantity), 0) AS on_hand FROM articles a"
        " LEFT JOIN bins b ON b.article_id = a.id GROUP BY a.id, a.sku, a.reorder_point)"
        " SELECT sku, on_hand FROM totals WHERE on_hand <= reorder_point ORDER BY sku",
    ),
    "a name inside an expression of ORDER BY is the table's": (
        "claims",
        "claims_without_adjuster",
        "SELECT number, coalesce(cause, 'unknown') AS cause FROM claims"
        " WHERE adjuster_id IS NULL AND status <> 'denied' ORDER BY coalesce(cause, 'unknown'), number",
    ),
    "groups may be ordered by the expression that they are grouped by": (
        "claims",
        "damage_by_cause",
        "SELECT coalesce(c.cause, 'unknown') AS cause, sum(i.amount) AS damage FROM claims c"
        " JOIN claim_items i ON i.claim_id = c.id WHERE c.occurred_on >= :since"
        " GROUP BY coalesce(cause, 'unknown') ORDER BY coalesce(cause, 'unknown')",
    ),
    "a result column in brackets still stands alone": (
        "claims",
        "damage_by_cause",
        "SELECT coalesce(c.cause, 'unknown') AS cause, sum(i.amount) AS damage FROM claims c"
        " JOIN claim_items i ON i.claim_id = c.id WHERE c.occurred_on >= :since GROUP BY 1 ORDER BY (cause)",
    ),
    "a subquery that gives one row of another table settles the columns of that table": (
        "orders",
        "order_count_per_customer",
        "SELECT c.email, o.id AS order_count FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.id ="
        " (SELECT n.id FROM orders n WHERE n.customer_id = c.id ORDER BY n.placed_on DESC, n.id DESC LIMIT 1)"
        " ORDER BY c.email",
    ),
    "the condition of FILTER belongs to its aggregate": (
        "claims",
        "adjuster_workload",
        "SELECT a.name, count(c.id) FILTER (WHERE c.status = 'in_review') AS in_review FROM adjusters a"
        " LEFT JOIN claims c ON c.adjuster_id = a.id GROUP BY a.id, a.name ORDER BY a.name",
    ),
}


@pytest.mark.parametrize(("sample", "query", "statement"), STATEMENTS.values(), ids=STATEMENTS)
def test_a_portable_statement_passes_the_reading_gates(sample: str, query: str, statement: str) -> None:
    slot = slot_of(sample, query)

    for gate in gates_for("sql-query"):
        if gate.name in ("syntax", "contract", "policy"):
            [verdict] = gate.judge(slot, [statement])
            assert verdict.passed, f"{gate.name}: {verdict.reason}"


REFUSED = {
    "a result column inside an expression of ORDER BY": (
        "claims_without_adjuster",
        "SELECT number, lower(cause) AS why FROM claims WHERE adjuster_id IS NULL ORDER BY upper(why), number",
        "PostgreSQL knows the result column `why` in ORDER BY only alone",
    ),
    "a column of the table where only its expression is grouped": (
        "damage_by_cause",
        "SELECT coalesce(c.cause, 'unknown') AS cause, sum(i.amount) AS damage FROM claims c"
        " JOIN claim_items i ON i.claim_id = c.id WHERE c.occurred_on >= :since GROUP BY 1 ORDER BY cause || '', 1",
        "`cause` is neither in GROUP BY nor inside an aggregate",
    ),
    "an expression of the table's column that does not tell rows apart": (
        "claims_without_adjuster",
        "SELECT upper(number) AS number, cause FROM claims WHERE adjuster_id IS NULL ORDER BY lower(number)",
        "rows may tie and differ in `number`",
    ),
}


@pytest.mark.parametrize(("query", "statement", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_statement_that_postgresql_or_chance_would_break_is_refused(query: str, statement: str, reason: str) -> None:
    [policy] = [gate for gate in gates_for("sql-query") if gate.name == "policy"]

    [verdict] = policy.judge(slot_of("claims", query), [statement])

    assert reason in verdict.reason


def test_rows_that_tie_in_a_column_that_is_not_unique_are_refused() -> None:
    slot = slot_of("claims", "open_claims")
    [policy] = [gate for gate in gates_for("sql-query") if gate.name == "policy"]

    [verdict] = policy.judge(slot, ["SELECT number, reported_on FROM claims ORDER BY reported_on"])

    assert "rows may tie and differ in `number`; end ORDER BY with a unique key, such as `claims.id`" in verdict.reason


def test_rows_that_a_subquery_of_another_row_settles_still_tie() -> None:
    slot = slot_of("orders", "order_count_per_customer")
    [policy] = [gate for gate in gates_for("sql-query") if gate.name == "policy"]
    joined = "SELECT c.email, o.id AS order_count FROM customers c JOIN orders o ON o.placed_on ="

    [verdict] = policy.judge(
        slot,
        [f"{joined} (SELECT max(n.placed_on) FROM orders n WHERE n.customer_id = o.customer_id) ORDER BY c.email"],
    )

    assert "rows may tie and differ in `order_count`; end ORDER BY with a unique key, such as `o.id`" in verdict.reason


def test_a_word_that_the_enum_lacks_is_refused() -> None:
    slot = slot_of("claims", "open_claims")
    [contract] = [gate for gate in gates_for("sql-query") if gate.name == "contract"]

    [verdict] = contract.judge(slot, ["SELECT number, reported_on FROM claims WHERE status = 'open' ORDER BY number"])

    assert "'open' is none of the values of `status`" in verdict.reason


def slot_of(sample: str, name: str) -> Slot:
    spec = load_spec(SAMPLES / sample / "spec.yaml")
    query = next(query for query in spec.queries if query.name == name)
    contract = Contract(
        name=name, kind="sql-query", parameters=query.takes, result=query.returns, entities=spec.entities
    )
    return Slot(
        id=f"queries.{name}",
        kind="sql-query",
        contract=contract,
        sentence=query.does,
        file=f"{name}.sql",
        examples=query.examples,
    )
