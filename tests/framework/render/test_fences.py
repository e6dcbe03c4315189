"""Bodies go in and out between the fences of a slot, and nothing else of the file moves."""

import pytest

from inlay.errors import InlayError
from inlay.render import body_of, imports_for, put_body

RULE = '''\
from shop.models import Order


def order_total(order: Order) -> Decimal:
    """The total."""
    # region inlay:rules.order_total
    raise NotImplementedError
    # endregion inlay:rules.order_total
'''

QUERY = """\
-- Revenue.
-- region inlay:queries.revenue
-- not written yet
-- endregion inlay:queries.revenue
"""


def test_a_body_comes_out_as_it_went_in() -> None:
    body = 'if not order.lines:\n    return Decimal(0)\n\nreturn Decimal("1")'

    assert body_of(put_body(RULE, "rules.order_total", body), "rules.order_total") == body


@pytest.mark.parametrize("above", ["from shop.models import Order\n\n\n", ""])
def test_a_file_whose_body_needs_no_imports_begins_as_it_did(above: str) -> None:
    rule = above + RULE.partition("\n\n\n")[2].replace("Decimal", "bool")

    assert put_body(rule, "rules.order_total", "raise NotImplementedError") == rule


def test_a_python_body_is_indented_and_its_imports_are_added_in_order() -> None:
    filled = put_body(RULE, "rules.order_total", "return Decimal(math.ceil(1)).quantize(1, ROUND_HALF_UP)\n")

    assert (
        filled
        == '''\
import math
from decimal import ROUND_HALF_UP, Decimal

from shop.models import Order


def order_total(order: Order) -> Decimal:
    """The total."""
    # region inlay:rules.order_total
    return Decimal(math.ceil(1)).quantize(1, ROUND_HALF_UP)
    # endregion inlay:rules.order_total
'''
    )


def test_imports_that_a_new_body_does_not_need_go_away() -> None:
    first = put_body(RULE, "rules.order_total", "return Decimal(math.ceil(1))")

    second = put_body(first, "rules.order_total", "return Decimal(1)")

    assert second.startswith("from decimal import Decimal\n\nfrom shop.models import Order\n")


def test_the_same_body_twice_changes_nothing() -> None:
    once = put_body(RULE, "rules.order_total", "return Decimal(1)")

    assert put_body(once, "rules.order_total", "return Decimal(1)") == once


def test_a_statement_goes_between_its_fences_as_it_is() -> None:
    filled = put_body(QUERY, "queries.revenue", "SELECT 1 AS one\nFROM orders\n")

    assert filled == (
        "-- Revenue.\n-- region inlay:queries.revenue\n"
        "SELECT 1 AS one\nFROM orders\n-- endregion inlay:queries.revenue\n"
    )


def test_a_body_that_is_no_python_is_put_in_without_a_fault() -> None:
    filled = put_body(RULE, "rules.order_total", "return (")

    assert body_of(filled, "rules.order_total") == "return ("


@pytest.mark.parametrize(
    "content",
    [
        "",
        RULE.replace("    # endregion inlay:rules.order_total\n", ""),
        RULE.replace("# region", "# endregion"),
        RULE + RULE,
        RULE.replace("order_total\n", "order_totals\n"),
    ],
)
def test_damaged_fences_are_told_with_what_to_put_back(content: str) -> None:
    with pytest.raises(InlayError, match=r"the fences of rules\.order_total are damaged") as raised:
        body_of(content, "rules.order_total")

    assert "region inlay:rules.order_total" in raised.value.hint


def test_only_names_of_the_allow_list_are_imported() -> None:
    body = "total = os.path.join(date.today(), Counter(), defaultdict(list))"

    assert imports_for(body) == ("from collections import Counter, defaultdict", "from datetime import date")


def test_an_attribute_is_no_name() -> None:
    assert imports_for("return order.date") == ()
