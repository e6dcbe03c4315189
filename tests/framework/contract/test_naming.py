"""Names of tables, columns and classes: one spelling everywhere."""

import pytest

from inlay.contract import class_name, foreign_key, snake_case, table_name


@pytest.mark.parametrize(
    ("entity", "table"),
    [
        ("OrderLine", "order_lines"),
        ("Address", "addresses"),
        ("Category", "categories"),
        ("Person", "people"),
        ("Status", "statuses"),
        ("HTTPRequest", "http_requests"),
        ("Series", "series"),
        ("Order2", "order2s"),
    ],
)
def test_a_table_is_the_snake_case_plural_of_its_entity(entity: str, table: str) -> None:
    assert table_name(entity) == table


@pytest.mark.parametrize(
    ("name", "snake"),
    [("OrderLine", "order_line"), ("order_line", "order_line"), ("VATNumber", "vat_number"), ("ClaimV2", "claim_v2")],
)
def test_snake_case_splits_at_capitals(name: str, snake: str) -> None:
    assert snake_case(name) == snake


def test_a_key_is_named_by_the_field_or_owner_that_it_stands_for() -> None:
    assert foreign_key("customer") == "customer_id"
    assert foreign_key("PurchaseOrder") == "purchase_order_id"


def test_a_class_is_named_in_capitals() -> None:
    assert class_name("order_placed") == "OrderPlaced"
