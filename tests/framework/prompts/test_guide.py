import pytest
from hypothesis import given, strategies as st

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    Parameter,
    RecordType,
    ReferenceType,
    Scalar,
)
from inlay.prompts.guide import guide_for

CUSTOMER = Entity(name="Customer", fields=(Field(name="tier", type=EnumType(("basic", "gold"))),))
ORDER = Entity(
    name="Order",
    fields=(
        Field(name="customer", type=ReferenceType("Customer")),
        Field(name="status", type=EnumType(("open", "done"))),
        Field(name="lines", type=ListType(EntityType("Line"))),
    ),
)
LINE = Entity(name="Line", fields=(Field(name="amount", type=DecimalType()), Field(name="sku", type=Scalar("str"))))
ENTITIES = (CUSTOMER, ORDER, LINE)
NAMES = (
    "order Customer tier basic gold Order customer status open done lines Line amount sku "
    "customers orders customer_id order_id total year"
).split()
TOKENS = {name: f"<n{place}>" for place, name in enumerate(NAMES)}
REFERENCES = {token: name for name, token in TOKENS.items()}
RULE = Contract(
    name="total",
    kind="python-function",
    parameters=(Parameter(name="order", type=EntityType("Order")),),
    result=DecimalType(),
    entities=ENTITIES,
)
QUERY = Contract(
    name="totals",
    kind="sql-query",
    parameters=(Parameter(name="year", type=Scalar("int")),),
    result=ListType(RecordType((("sku", Scalar("str")), ("total", DecimalType())))),
    entities=ENTITIES,
)


def after(contract: Contract, text: str) -> set[str]:
    """Give the names that may follow a text, in which names stand in braces."""
    written = text
    for name, token in TOKENS.items():
        written = written.replace(f"{{{name}}}", token)
    return {REFERENCES[token] for token in guide_for(contract, REFERENCES).allowed(written)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("return ", {"order"}),
        ("return{order}.", {"customer", "status", "lines"}),
        ("return{order}.{customer}.", {"tier"}),
        ("return{order}.{status}.", set()),
        ("return sum((<v0>.", {"amount", "sku"}),
        ("for <v0> in{order}.{lines}:\n    <v1> += <v0>.", {"amount", "sku"}),
        ('if{order}.{customer}.{tier} == "', {"basic", "gold"}),
        ('if{order}.{status} in ("{open}", "', {"open", "done"}),
        ('return Decimal("', set()),
        ("for <v0> in<v1>:\n    for <v1> in<v0>:\n        <v2> = <v0>.", {"amount", "sku"}),
        ("for <v0> in<v0>:\n    <v1> = <v0>.", {"amount", "sku"}),
    ],
)
def test_a_body_may_name_what_its_place_allows(text: str, names: set[str]) -> None:
    assert after(RULE, text) == names


PIECES = [
    "for ",
    "<v0>",
    "<v1>",
    " in ",
    " in",
    ".",
    "{order}",
    "{lines}",
    "{customer}",
    "sum((",
    ' == "',
    "\n",
    ":",
    "(",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_body_is_too_odd_to_be_guided(text: str) -> None:
    assert after(RULE, text) <= set(NAMES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT{sku}, sum({amount}) AS", {"sku", "total"}),
        ("SELECT{sku}, sum({amount}) AS{total} FROM", {"lines"}),
        ("SELECT{lines}.{sku} FROM{lines} JOIN", {"orders"}),
        ("SELECT{customers}.{tier}, sum({lines}.{amount}) FROM{lines} JOIN", {"orders"}),
        ("SELECT{customers}.{tier}, count(*) FROM", {"customers", "orders", "lines"}),
        ("SELECT{customers}.id FROM{customers} JOIN{orders} ON", {"customers", "orders"}),
        ("SELECT{customers}.id FROM{customers} JOIN{orders} ON{orders}.", {"customer_id"}),
        ("SELECT{customers}.id FROM{customers} JOIN{orders} ON{orders}.{customer_id} =", {"customers"}),
        ("SELECT{customers}.id FROM{customers} JOIN{orders} ON{customers}.", set()),
        ("SELECT{customers}.id FROM{customers} JOIN{orders} ON{customers}.id =", {"orders"}),
        ("SELECT{customers}.id FROM{customers} JOIN{orders} ON{customers}.id ={orders}.", {"customer_id"}),
        ("SELECT{tier} FROM{customers} WHERE NOT EXISTS (SELECT 1 FROM", {"orders"}),
        ("SELECT{tier} FROM{customers} WHERE NOT EXISTS (SELECT 1 FROM{orders}) AND{tier} = '", {"basic", "gold"}),
        ("SELECT id FROM{lines} WHERE{lines}.{amount} >{lines}.", {"order_id", "sku"}),
        ("SELECT{lines}.{sku}, sum({orders}.id) FROM{lines} JOIN", {"orders"}),
        ("SELECT{lines}.", {"order_id", "amount", "sku"}),
        ("SELECT id FROM{orders} WHERE{status} = '", {"open", "done"}),
        ("SELECT id FROM{orders} WHERE{customer_id} > :", {"year"}),
        ("SELECT{sku}, sum({amount}) AS{total} FROM{lines} ORDER BY", {"lines", "order_id", "amount", "sku", "total"}),
    ],
)
def test_a_query_may_name_what_its_place_allows(text: str, names: set[str]) -> None:
    assert after(QUERY, text) == names
