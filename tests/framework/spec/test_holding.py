"""The sentences behind `always`, worked out over values that came out of a box."""

from datetime import date
from decimal import Decimal

import pytest

from inlay.sandbox import EntityValue
from inlay.spec.holding import holds

LINES = [
    EntityValue("Line", {"price": Decimal("2.50"), "pieces": 2, "gift": False}),
    EntityValue("Line", {"price": Decimal("1.00"), "pieces": 1, "gift": True}),
]
ORDER = EntityValue("Order", {"lines": LINES, "status": "draft", "coupon": None, "placed_on": date(2024, 2, 29)})
NAMES = {"order": ORDER, "result": Decimal("6.00"), "limit": 3, "none": None, "words": ["a", "b"]}


@pytest.mark.parametrize(
    "invariant",
    [
        "result >= 0",
        "0 <= result <= 6",
        "result == 6",
        "result <= 6.00",
        "not result < 0",
        "-result < 0",
        "result == sum(line.price * line.pieces for line in order.lines)",
        "result == sum(line.price * line.pieces for line in order.lines if line.gift or line.pieces > 1)",
        "all(line.pieces >= 1 for line in order.lines)",
        "any(line.gift for line in order.lines)",
        "len(order.lines) == 2 and limit == 3",
        "max(line.price for line in order.lines) == 2.5",
        "min(result, 7) == 6",
        "abs(0 - result) == round(5.996, 2)",
        "order.status in ['draft', 'placed']",
        "order.status != 'placed'",
        "order.coupon == None",
        "limit / 2 == 1.5",
        "limit // 2 == 1 and limit % 2 == 1",
        "order.placed_on.year == 2024 and order.placed_on.day == 29",
        "result > 10 or limit < 4",
        "len(words) == 2 and 'a' in words",
    ],
)
def test_what_is_true_of_the_values_holds(invariant: str) -> None:
    assert holds(invariant, NAMES)


@pytest.mark.parametrize(
    "invariant",
    [
        "result > 6",
        "0 <= result <= 5",
        "result == 6.01",
        "all(line.gift for line in order.lines)",
        "sum(line.pieces for line in order.lines) == 2",
        "order.status in ['placed']",
        "order.coupon != None",
        "limit / 2 == 1",
        "order.placed_on.month == 3",
        "len(order.lines) == 3 or limit > 3",
        "not order.lines",
    ],
)
def test_what_is_not_true_of_them_does_not_hold(invariant: str) -> None:
    assert not holds(invariant, NAMES)


@pytest.mark.parametrize(
    "invariant",
    [
        "none >= 0",
        "order.coupon.percent <= 100",
        "result / 0 > 1",
        "order.status > 3",
        "max(line.price for line in order.lines if line.pieces > 9) > 0",
    ],
)
def test_what_cannot_be_worked_out_because_something_is_missing_holds(invariant: str) -> None:
    assert holds(invariant, NAMES)


@pytest.mark.parametrize(
    "invariant",
    [
        "sum(1 for a in words for b in words for c in words for d in words for e in words) == 0",
        "'a' * 1000000000 == result",
        "result * 10000000000000000000000000000000 * result == 0",
        "result.real == 0",
        "result.__class__ == 0",
        "open('/etc/passwd') == 0",
        "[x for x in words] == 0",
        "(lambda: 0)() == 1",
        "result >= 1 << 400",
        "'%1000000000d' % 1 == result",
    ],
)
def test_nothing_but_the_language_of_specs_is_worked_out(invariant: str) -> None:
    many = {**NAMES, "words": ["a"] * 50}
    assert holds(invariant, many)
