"""An example made whole: typed values, what is left out filled in, rows with their keys."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest

from inlay.cases import Case, ExampleInvalid, Thing, expand
from inlay.cases.fillers import ODD, OTHER, Fillers, filler
from inlay.contract import Contract, Entity, Field, Parameter, parse_field, parse_type
from inlay.spec.model import Example


def entity(name: str, /, **fields: str) -> Entity:
    read = {field: parse_field(text) for field, text in fields.items()}
    return Entity(
        name=name,
        fields=tuple(
            Field(name=field, type=text.type, constraints=text.constraints, default=text.default)
            for field, text in read.items()
        ),
    )


CUSTOMER = entity("Customer", name="str", tier="enum[basic, gold] = gold", born="date?", friend="-> Customer?")
ORDER = entity(
    "Order", customer="-> Customer", placed_on="date", sent_at="datetime?", paid="bool = true", lines="[OrderLine]"
)
LINE = entity("OrderLine", sku="str max 3", quantity="int >= 10 = 12", price="decimal(12,2) < 5", labels="[str]")
ENTITIES = (CUSTOMER, ORDER, LINE)


def rule(returns: str = "int", /, **takes: str) -> Contract:
    parameters = tuple(Parameter(name=name, type=parse_type(text)) for name, text in takes.items())
    return Contract(
        name="f", kind="python-function", parameters=parameters, result=parse_type(returns), entities=ENTITIES
    )


def query(returns: str = "[{id: int}]", /, **takes: str) -> Contract:
    parameters = tuple(Parameter(name=name, type=parse_type(text)) for name, text in takes.items())
    return Contract(name="q", kind="sql-query", parameters=parameters, result=parse_type(returns), entities=ENTITIES)


def case(contract: Contract, given: Mapping[str, object], then: object = 1) -> Case:
    return expand(contract, Example(given=given, then=then))


def thing(value: object) -> Thing:
    assert isinstance(value, Thing)
    return value


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        ("str", "x", "x"),
        ("int", 3, 3),
        ("int", Decimal("3.0"), 3),
        ("decimal", 3, Decimal("3")),
        ("decimal(12,2)", Decimal("3.5"), Decimal("3.5")),
        ("bool", True, True),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("datetime", "2024-02-29T10:30", datetime(2024, 2, 29, 10, 30)),
        ("enum[a, b]", "b", "b"),
        ("int?", None, None),
        ("[decimal]", [1, Decimal("2.5")], [Decimal("1"), Decimal("2.5")]),
        ("{str: date}", {"a": "2024-01-01"}, {"a": date(2024, 1, 1)}),
    ],
)
def test_data_becomes_a_value_of_its_type(kind: str, data: object, value: object) -> None:
    made = case(rule(value=kind), {"value": data}).arguments["value"]
    assert made == value
    assert type(made) is type(value)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("int", True),
        ("int", "3"),
        ("int", Decimal("3.5")),
        ("decimal", "abc"),
        ("decimal", True),
        ("decimal", 1.5),
        ("bool", 1),
        ("bool", "true"),
        ("str", 3),
        ("date", "2024-02-30"),
        ("date", datetime(2024, 1, 1)),
        ("datetime", date(2024, 1, 1)),
        ("enum[a, b]", "c"),
        ("int", None),
        ("[int]", 3),
        ("[str]", "abc"),
        ("{str: int}", [1]),
        ("Customer", "Ann"),
    ],
)
def test_data_of_another_type_is_refused(kind: str, data: object) -> None:
    with pytest.raises(ExampleInvalid, match="value"):
        case(rule(value=kind), {"value": data})


def test_an_entity_gets_its_defaults_nothing_where_nothing_may_be_and_fillers_elsewhere() -> None:
    customer = thing(case(rule(customer="Customer"), {"customer": {}}).arguments["customer"])
    assert customer == Thing("Customer", {"name": "name 1", "tier": "gold", "born": None, "friend": None})


def test_children_and_references_are_things_inside() -> None:
    given = {"order": {"customer": {"name": "Ann"}, "lines": [{"sku": "a", "quantity": 10}, {}]}}
    order = thing(case(rule(order="Order"), given).arguments["order"])
    assert thing(order.fields["customer"]).fields["name"] == "Ann"
    first, second = (thing(line) for line in order.fields["lines"])  # type: ignore[union-attr]
    assert (first.fields["sku"], first.fields["quantity"]) == ("a", 10)
    assert second.fields["quantity"] == 12


def test_a_reference_that_is_left_out_is_filled_with_a_whole_entity() -> None:
    order = thing(case(rule(order="Order"), {"order": {}}).arguments["order"])
    assert thing(order.fields["customer"]).fields["tier"] == "gold"
    assert order.fields["paid"] is True
    assert order.fields["lines"] in ((), [])


def test_fillers_keep_the_limits_of_their_field() -> None:
    line = thing(case(rule(line="OrderLine"), {"line": {}}).arguments["line"])
    price = line.fields["price"]
    assert isinstance(price, Decimal)
    assert price < 5
    assert len(str(line.fields["sku"])) <= 3


@pytest.mark.parametrize("fillers", [ODD, OTHER])
@pytest.mark.parametrize(
    ("kind", "lowest", "highest"),
    [
        ("decimal >= 0.001 < 0.003", "0.001", "0.002"),
        ("decimal(12,2) > 0 <= 0.015", "0.01", "0.01"),
        ("decimal(2,2)", "-0.99", "0.99"),
        ("decimal(3,1) >= -20 < -5", "-20", "-5.1"),
        ("int > 3 < 6", "4", "5"),
    ],
)
def test_a_filler_is_a_number_that_its_field_can_hold(kind: str, lowest: str, highest: str, fillers: Fillers) -> None:
    [field] = entity("Line", rate=kind).fields
    value = filler(field.type, field.name, field.constraints, fillers=fillers)

    assert isinstance(value, int | Decimal)
    assert Decimal(lowest) <= value <= Decimal(highest)


def test_entities_that_refer_to_each_other_come_to_an_end() -> None:
    a = entity("A", b="-> B")
    b = entity("B", a="-> A")
    contract = Contract(
        name="f",
        kind="python-function",
        parameters=(Parameter(name="a", type=parse_type("A")),),
        result=parse_type("int"),
        entities=(a, b),
    )
    assert thing(expand(contract, Example(given={"a": {}}, then=1)).arguments["a"]).entity == "A"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ordr": {}}, "no parameter `ordr`"),
        ({"order": {"line": []}}, "no Order field `line`"),
        ({"order": {"lines": [{"qty": 1}]}}, "no OrderLine field `qty`"),
        ({"order": {"lines": [{"quantity": "many"}]}}, r"order.lines\[0\].quantity: 'many' is not int"),
    ],
)
def test_what_the_contract_does_not_know_is_refused_with_its_place(given: Mapping[str, object], message: str) -> None:
    with pytest.raises(ExampleInvalid, match=message):
        case(rule(order="Order"), given)


def test_the_expected_result_has_the_type_of_the_result() -> None:
    assert case(rule("decimal"), {}, 3).expected == Decimal("3")
    assert case(rule("date?"), {}, None).expected is None
    rows = case(query("[{id: int, day: date?}]"), {}, [{"id": 1, "day": "2024-01-01"}, {"id": 2}]).expected
    assert rows == [{"id": 1, "day": date(2024, 1, 1)}, {"id": 2, "day": None}]


def test_an_expected_row_with_a_missing_or_foreign_column_is_refused() -> None:
    with pytest.raises(ExampleInvalid, match="lacks the column id"):
        case(query(), {}, [{}])
    with pytest.raises(ExampleInvalid, match="no column `name`"):
        case(query(), {}, [{"id": 1, "name": "x"}])


def test_rows_hold_every_column_with_keys_defaults_nulls_and_fillers() -> None:
    tables = case(query(), {"tables": {"orders": [{"placed_on": "2024-03-05"}]}}, []).tables
    assert tables["orders"] == [
        {"id": 1, "customer_id": 1, "placed_on": date(2024, 3, 5), "sent_at": None, "paid": True}
    ]


def test_rows_without_an_id_take_the_next_that_no_row_has() -> None:
    rows = case(query(), {"tables": {"customers": [{}, {"id": 1}, {}]}}, []).tables["customers"]
    assert [row["id"] for row in rows] == [2, 1, 3]
    assert len({row["name"] for row in rows}) == 3


def test_a_key_that_is_left_out_points_to_the_first_row_there_is() -> None:
    tables = case(query(), {"tables": {"customers": [{"id": 7}, {"id": 5}], "orders": [{}]}}, []).tables
    assert tables["orders"][0]["customer_id"] == 5


def test_a_child_carries_the_key_of_its_owner() -> None:
    tables = case(query(), {"tables": {"order_lines": [{"order_id": 3, "labels": ["x"]}]}}, []).tables
    assert tables["order_lines"][0]["order_id"] == 3
    assert tables["order_lines"][0]["labels"] == '["x"]'


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"order": []}, "no table `order`"),
        ({"orders": [{"nope": 1}]}, "no orders column `nope`"),
        ({"orders": [{"id": 1}, {"id": 1}]}, "two rows of orders have one id"),
        ({"orders": {"id": 1}}, "orders: .* is not a list"),
        ({"orders": [{"placed_on": "soon"}]}, "placed_on: 'soon' is not date"),
        ({"orders": [{"customer_id": None}]}, "customer_id: None is not int"),
        ([], "tables: .* is not a mapping"),
    ],
)
def test_rows_that_fit_no_table_are_refused(tables: object, message: str) -> None:
    with pytest.raises(ExampleInvalid, match=message):
        case(query(), {"tables": tables}, [])
