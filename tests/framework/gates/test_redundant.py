"""A part of a body that says nothing is a slip, and what only looks like one is not."""

import pytest

from inlay.contract import Contract, Entity, EntityType, Field, OptionalType, Parameter, ReferenceType, Scalar
from inlay.gates import gates_for
from inlay.gates.base import Verdict
from inlay.slot import Slot

ORDER = Entity(
    name="Order",
    fields=(
        Field(name="total", type=Scalar("int")),
        Field(name="paid", type=Scalar("int")),
        Field(name="state", type=Scalar("str")),
        Field(name="clerk", type=ReferenceType("Clerk")),
        Field(name="rider", type=OptionalType(ReferenceType("Clerk"))),
        Field(name="sent_on", type=OptionalType(Scalar("date"))),
    ),
)
CLERK = Entity(name="Clerk", fields=(Field(name="name", type=Scalar("str")),))


def judged(body: str, kind: str = "python-function") -> Verdict:
    parameters = (Parameter(name="order", type=EntityType("Order")),) if kind == "python-function" else ()
    contract = Contract(name="asked", kind=kind, parameters=parameters, result=Scalar("int"), entities=(ORDER, CLERK))
    [gate] = [each for each in gates_for(kind) if each.name == "redundant"]
    [verdict] = gate.judge(Slot(id="rules.asked", kind=kind, contract=contract, sentence="As asked.", file="x"), [body])
    return verdict


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return order.total - order.total", "takes a thing and itself"),
        ("return order.total // order.total", "takes a thing and itself"),
        ("return order.total < order.total", "compares a thing with itself"),
        ("return 0 < order.paid <= order.paid", "compares a thing with itself"),
        ('return order.state in ("new", "new")', "has `'new'` twice"),
        ("return order.paid > 0 and order.paid > 0", "one condition has `order.paid > 0` twice"),
        ("return min(order.total, order.total)", "has `order.total` twice"),
        ("return 1 if order.paid else 1", "both branches"),
        ("if order.paid:\n    return 1\nelse:\n    return 1", "line 1: both branches"),
        ("if order.paid > 5:\n    return 1\nif order.paid > 5:\n    return 2\nreturn 3", "line 3: `order.paid > 5`"),
        ("if order.paid > 5:\n    return 1\nreturn 1", "line 1: with or without `order.paid > 5`"),
        (
            "if order.paid or order.total > 9:\n    return 1\nif order.total > 9 and order.state:\n    return 2",
            "line 3: `order.total > 9 and order.state` was already decided above",
        ),
        (
            "left = 0\nif order.paid > 5:\n    left = 1\nelif order.total:\n    left = 2\n"
            "elif order.paid > 5:\n    left = 3\nreturn left",
            "line 6: `order.paid > 5` was already decided above",
        ),
        (
            "if order.paid:\n    return False\nreturn order.total > 9 and order.paid",
            "line 3: `order.total > 9 and order.paid`",
        ),
        ("return order.paid >= 20 or order.paid < 20", "`order.paid >= 20 or order.paid < 20` is always true"),
        ("return order.rider is None and order.rider is not None", "is always false"),
        (
            "return [each for each in order.lines if each.open and not each.open]",
            "`each.open and (not each.open)` is al",
        ),
        ("return not order.paid >= 20 or order.paid >= 20", "is always true"),
    ],
)
def test_what_says_nothing_in_a_body_is_refused(body: str, reason: str) -> None:
    verdict = judged(body)
    assert not verdict.passed
    assert reason in verdict.reason


@pytest.mark.parametrize(
    "body",
    [
        "return order.total - order.paid",
        "return order.total + order.total",
        "return order.total * order.total",
        'return order.state in ("new", "old")',
        "if order.paid:\n    return 1\nif order.total:\n    return 1\nreturn 0",
        "if order.paid:\n    return 1\nleft = order.total\nreturn 1 + left",
        "left = order.total\nif left > 9:\n    left = left - 9\nif left > 9:\n    left = left - 9\nreturn left",
        "left = order.total\nif left > 9:\n    return 1\nleft = left * 2\nif left > 9:\n    return 2\nreturn left",
        "left, _ = divmod(order.total, 3)\nreturn left",
        "left = 0\nleft += order.total\nreturn left",
        "for _ in range(order.total):\n    return 1\nreturn 0",
        "if order.paid:\n    return 1\nelif order.total:\n    return 1\nelse:\n    return 2",
        "if order.paid and order.total:\n    return 1\nif order.paid:\n    return 2\nreturn 3",
        "if order.paid:\n    return 1\nreturn order.total or order.paid",
        "left = 0\nif order.paid:\n    left = 1\nif order.paid and order.total:\n    left = 2\nreturn left",
        "left = 9\nwhile left:\n    if left < 5:\n        break\n    left -= 4\nif left < 5:\n    return 1\nreturn 2",
        "return order.paid > 20 or order.paid < 20",
    ],
)
def test_an_honest_body_may_look_alike_in_parts(body: str) -> None:
    assert judged(body).reason == ""


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("SELECT total - total AS rest FROM orders", "takes a thing and itself"),
        ("SELECT total FROM orders WHERE paid < paid", "takes a thing and itself"),
        ("SELECT total FROM orders WHERE paid > 0 AND total > 1 AND paid > 0", "a condition has `paid > 0` twice"),
        ("SELECT total FROM orders WHERE state IN ('new', 'new')", "a list of values has `'new'` twice"),
        ("SELECT total AS one, total AS other FROM orders", "SELECT has `total` twice"),
        ("SELECT total FROM orders ORDER BY total DESC, total", "ORDER BY has `total` twice"),
        (
            "SELECT orders.total FROM orders LEFT JOIN lines ON lines.order_id = orders.id",
            "nothing of `lines` is used",
        ),
        (
            "SELECT orders.total AS due FROM orders LEFT JOIN lines ON lines.order_id = orders.id ORDER BY due",
            "nothing of `lines` is used",
        ),
        (
            "SELECT orders.total FROM orders JOIN clerks ON clerks.id = orders.clerk_id",
            "nothing of `clerks` is used, and every row has one",
        ),
        (
            "SELECT o.total FROM orders AS o JOIN clerks AS c ON o.clerk_id = c.id WHERE o.paid > 0",
            "nothing of `c` is used, and every row has one",
        ),
        ("SELECT orders.total FROM orders WHERE orders.paid IS NOT NULL", "`orders.paid` is never null"),
        ("SELECT state, count(*) AS n FROM orders GROUP BY id, state", "makes a group of every single row"),
        (
            "SELECT orders.state, count(DISTINCT orders.clerk_id) AS n FROM orders JOIN clerks "
            "ON orders.clerk_id = clerks.id AND clerks.name = 'Ada' GROUP BY orders.id, orders.state",
            "`GROUP BY orders.id, orders.state` makes a group of every single row",
        ),
    ],
)
def test_what_says_nothing_in_a_query_is_refused(statement: str, reason: str) -> None:
    verdict = judged(statement, "sql-query")
    assert not verdict.passed
    assert reason in verdict.reason


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT total - paid AS rest FROM orders WHERE total > 0 AND paid > 0 ORDER BY total, paid",
        "SELECT sum(total) AS one, sum(CASE WHEN paid > 0 THEN total ELSE 0 END) AS other FROM orders",
        "SELECT a.total FROM orders AS a JOIN orders AS b ON a.total = b.total WHERE a.paid > 0 OR b.paid > 0",
        "SELECT total FROM orders WHERE (paid > 0 AND total > 1) OR (paid > 0 AND total < 0)",
        "SELECT orders.total, count(lines.id) AS n FROM orders LEFT JOIN lines ON lines.order_id = orders.id",
        "SELECT total, pieces FROM orders LEFT JOIN lines ON lines.order_id = orders.id",
        "SELECT orders.total FROM orders JOIN lines ON lines.order_id = orders.id",
        "SELECT orders.total, items.name FROM orders LEFT JOIN lines ON lines.order_id = orders.id "
        "LEFT JOIN items ON items.id = lines.item_id",
        "SELECT orders.total FROM orders JOIN clerks ON clerks.id = orders.rider_id",
        "SELECT orders.total, clerks.name FROM orders JOIN clerks ON clerks.id = orders.clerk_id",
        "SELECT orders.total FROM orders JOIN clerks ON clerks.id = orders.clerk_id AND clerks.name = 'Ada'",
        "SELECT clerks.name FROM clerks JOIN orders ON orders.clerk_id = clerks.id",
        "SELECT orders.total FROM orders WHERE orders.sent_on IS NULL AND orders.rider_id IS NOT NULL",
        "SELECT clerks.name, count(*) AS n FROM orders JOIN clerks ON clerks.id = orders.clerk_id "
        "GROUP BY clerks.id, clerks.name",
        "SELECT clerks.name, count(orders.id) AS n FROM clerks LEFT JOIN orders ON orders.clerk_id = clerks.id "
        "GROUP BY clerks.id, clerks.name",
        "SELECT clerks.name, clerks.id FROM clerks GROUP BY clerks.id, clerks.name",
        "SELECT clerks.name FROM clerks LEFT JOIN orders ON orders.clerk_id = clerks.id WHERE orders.total IS NULL",
    ],
)
def test_an_honest_query_may_look_alike_in_parts(statement: str) -> None:
    assert judged(statement, "sql-query").reason == ""


def test_a_body_that_breaks_the_check_is_refused_and_ends_nothing() -> None:
    assert "cannot be judged" in judged("return (").reason
