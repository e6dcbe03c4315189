"""How entities lie in tables."""

from inlay.contract import Entity, Field, Scalar, parse_type
from inlay.contract.tables import TableShape, tables_of


def entity(name: str, /, **fields: str) -> Entity:
    return Entity(name=name, fields=tuple(Field(name=field, type=parse_type(text)) for field, text in fields.items()))


def columns(table: TableShape) -> list[str]:
    return [column.name for column in table.columns]


def test_references_and_owners_become_keys_and_owned_children_no_column() -> None:
    order, line, customer = tables_of(
        (
            entity("Order", customer="-> Customer", lines="[OrderLine]", placed_on="date"),
            entity("OrderLine", quantity="int"),
            entity("Customer", friend="-> Customer?"),
        )
    )
    assert (order.name, columns(order)) == ("orders", ["id", "customer_id", "placed_on"])
    assert (line.name, columns(line)) == ("order_lines", ["id", "order_id", "quantity"])
    assert (customer.name, columns(customer)) == ("customers", ["id", "friend_id"])


def test_a_key_says_where_it_points_and_whether_it_may_be_null() -> None:
    order, customer = tables_of((entity("Order", customer="-> Customer"), entity("Customer", friend="-> Customer?")))
    key, friend = order.column("customer_id"), customer.column("friend_id")
    assert key is not None
    assert friend is not None
    assert (key.points_to, key.optional, key.type) == ("customers", False, Scalar("int"))
    assert (friend.points_to, friend.optional) == ("customers", True)
    assert order.column("customer") is None


def test_a_child_of_two_owners_has_two_keys_that_may_be_null() -> None:
    note = tables_of((entity("Order", notes="[Note]"), entity("Bill", notes="[Note]"), entity("Note", text="str")))[2]
    assert columns(note) == ["id", "order_id", "bill_id", "text"]
    assert [column.optional for column in note.columns] == [False, True, True, False]


def test_a_field_that_is_already_called_like_the_owner_s_key_stands_once() -> None:
    line = tables_of((entity("Order", lines="[Line]"), entity("Line", order="-> Order")))[1]
    assert columns(line) == ["id", "order_id"]


def test_lists_of_plain_values_are_columns() -> None:
    assert columns(
        tables_of((entity("Order", tags="[str]", address="Address?"), entity("Address", city="str")))[0]
    ) == [
        "id",
        "tags",
    ]
