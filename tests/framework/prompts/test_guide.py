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
    OptionalType,
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
    "customers orders customer_id order_id total year day until since pieces"
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
BILLED = Contract(
    name="billed",
    kind="python-function",
    parameters=(
        Parameter(name="order", type=EntityType("Order")),
        Parameter(name="day", type=Scalar("date")),
        Parameter(name="until", type=Scalar("date")),
        Parameter(name="since", type=Scalar("datetime")),
        Parameter(name="pieces", type=Scalar("int")),
    ),
    result=Scalar("str"),
    entities=ENTITIES,
)
QUERY = Contract(
    name="totals",
    kind="sql-query",
    parameters=(Parameter(name="year", type=Scalar("int")),),
    result=ListType(RecordType((("sku", Scalar("str")), ("total", DecimalType())))),
    entities=ENTITIES,
)


def written(text: str) -> str:
    """Give a text, in which names stand in braces, in tokens."""
    for name, token in TOKENS.items():
        text = text.replace(f"{{{name}}}", token)
    return text


def after(contract: Contract, text: str) -> set[str]:
    """Give the names that may follow a text."""
    return {REFERENCES[token] for token in guide_for(contract, REFERENCES).allowed(written(text))}


def fits(contract: Contract, text: str, piece: str) -> bool:
    """Say whether a piece may follow a text; `<k0>` stands for 12.50."""
    return guide_for(contract, REFERENCES | {"<k0>": "12.50"}).fits(written(text), written(piece))


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
        ('return f"{', {"order"}),
        ('return f"No. {order} of {', {"order"}),
        ('return f"{{order}.', {"customer", "status", "lines"}),
        ("<v0> ={order}.{customer}\nreturn<v0>.", {"tier"}),
        ("return max({order}.{lines}, key=len).", {"customer", "status", "lines", "tier", "amount", "sku"}),
        ("<v1> = sorted({order}.{lines})\nreturn<v1>[0].{customer}.", {"tier"}),
        ("return any(<v0>.{customer}.", {"tier"}),
        ("for <v0> in<v1>:\n    for <v1> in<v0>:\n        <v2> = <v0>.", {"amount", "sku"}),
        ("for <v0> in<v0>:\n    <v1> = <v0>.", {"amount", "sku"}),
        ("return sum(<v0>.{amount} for <v0> in{order}.", {"customer", "lines"}),
        ("return sum(<v0>.{tier} for <v0> in{order}.", {"customer"}),
        ("for <v0> in", {"order"}),
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
        ("SELECT{tier} FROM{customers} WHERE NOT EXISTS (SELECT 1 FROM", {"lines", "orders"}),
        ("SELECT{tier} FROM{customers} WHERE NOT EXISTS (SELECT 1 FROM{orders}) AND{tier} = '", {"basic", "gold"}),
        ("SELECT id FROM{lines} WHERE{lines}.{amount} >{lines}.", set()),
        ("SELECT{lines}.{sku}, sum({orders}.id) FROM{lines} JOIN", {"orders"}),
        ("SELECT{lines}.", {"order_id", "amount", "sku"}),
        ("SELECT id FROM{orders} WHERE{status} = '", {"open", "done"}),
        ("SELECT id FROM{orders} WHERE{customer_id} > :", {"year"}),
        ("SELECT{sku}, sum({amount}) AS{total} FROM{lines} ORDER BY", {"lines", "order_id", "amount", "sku", "total"}),
    ],
)
def test_a_query_may_name_what_its_place_allows(text: str, names: set[str]) -> None:
    assert after(QUERY, text) == names


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("return{order}.{lines}", ")"),
        ("return{order}.", "year"),
        ("return{order}.{status}.", "year"),
        ("return{order}", " +"),
        ("return 3 *{order}", "\n"),
        ("return 3 *{order}.{lines}", ")"),
        ("return sum((", "\n"),
        ("return [3", ")"),
        ('return "', "\n"),
        ('return f"{{order}', '"'),
        ('return f"{order}', "}"),
        ("if{order}", " <"),
        ("return 2 * ", "<k0>"),
        ('return f"{', "<k0>"),
        ("return{order}.", ")"),
        ("return{order}.", " <k0>"),
        ("return{order}.{lines}[0].", "."),
        ("return{order}.{status}.{sku}.", "("),
        ("if{day} <={pieces}", ":"),
        ("if{day} -{pieces}", ")"),
        ("if{day} >={since}", " and"),
        ("return{pieces}", "."),
    ],
)
def test_a_piece_that_leads_nowhere_does_not_fit(text: str, piece: str) -> None:
    assert not fits(BILLED if "{day}" in text or "{pieces}" in text else RULE, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("return len({order}.{lines}", ")"),
        ("return{order}.{status}.", "upp"),
        ("return{order}.{status}.upper", "()"),
        ("return{order}", ".{lines}"),
        ("return 3 *{order}", "."),
        ("<v0> = 3", "\n"),
        ("return<v0>", " + 1"),
        ('return "(', ")"),
        ('return f"{{order}.{status}}', ")"),
        ("return (3", ")"),
        ('return 2 * Decimal("', "<k0>"),
        ("return 2.", "5"),
        ('return f"{{day}:%d.', "%m"),
        ('return f"{{day}:.', "2f"),
        ('return f"{{day}:,.', "2f"),
        ("if{day} <={until}", ":"),
        ("if{day} <={since}", ".date()"),
        ("if{day}.year <={pieces}", ":"),
        ("if{order}.{lines} ==", " []"),
    ],
)
def test_a_piece_fits_where_honest_code_has_it(text: str, piece: str) -> None:
    assert fits(BILLED if "{day}" in text else RULE, text, piece)


@pytest.mark.parametrize(("optional", "fitting"), [(True, True), (False, False)])
@pytest.mark.parametrize("piece", [" is", " is None", " is not"])
def test_only_what_can_be_missing_is_asked_for(piece: str, optional: bool, fitting: bool) -> None:
    customer = ReferenceType("Customer")
    order = Entity(
        name="Order", fields=(Field(name="customer", type=OptionalType(customer) if optional else customer),)
    )
    parameters = (Parameter(name="order", type=EntityType("Order")),)
    rule = Contract(
        name="known", kind="python-function", parameters=parameters, result=Scalar("bool"), entities=(CUSTOMER, order)
    )
    assert fits(rule, "return{order}.{customer}", piece) is fitting
    assert fits(rule, "<v0> ={order}\nreturn<v0>.{customer}", piece) is fitting


def test_words_of_an_answer_may_be_names_where_it_is_text() -> None:
    assert after(BILLED, 'return "') == set(NAMES)
    assert after(BILLED, 'if{order}.{status} == "') == {"open", "done"}


@pytest.mark.parametrize(
    ("contract", "text", "whole"),
    [
        (RULE, "return{order}.{lines}[0].{amount}\n", True),
        (RULE, "return sum((<v0>.{amount} for <v0> in{order}.{lines})", False),
        (RULE, 'return "', False),
        (RULE, "return{order}.", False),
        (RULE, "return 1 +", False),
        (RULE, "if{order}.{lines}:\n", False),
        (QUERY, "SELECT{sku} FROM{lines}", True),
        (QUERY, "SELECT{sku},", False),
        (QUERY, "SELECT count(*", False),
        (QUERY, "SELECT{sku} FROM{lines} WHERE{sku} = '", False),
    ],
)
def test_an_answer_ends_where_nothing_is_left_open(contract: Contract, text: str, whole: bool) -> None:
    assert guide_for(contract, REFERENCES).may_end(written(text)) is whole


@pytest.mark.parametrize(
    ("text", "fitting"),
    [
        ("SELECT 1 FROM{orders} JOIN{lines} ON{lines}.{order_id} ={orders}.", True),
        ("SELECT 1 FROM{orders} JOIN{customers} ON{orders}.{customer_id} ={customers}.", True),
        ("SELECT 1 FROM{orders} JOIN{lines} ON{orders}.{customer_id} ={orders}.", False),
        ("SELECT 1 FROM{orders} JOIN{lines} ON{lines}.id ={orders}.", False),
        ("SELECT{lines}.", True),
    ],
)
def test_beside_a_key_stands_the_record_that_it_leads_to(text: str, fitting: bool) -> None:
    assert fits(QUERY, text, "id") is fitting


@given(st.lists(st.sampled_from([*PIECES, '"', "f", "{{", "}}", "]", ")", "'", " +", " -"]), max_size=30).map("".join))
def test_no_text_is_too_odd_to_be_judged(text: str) -> None:
    assert fits(RULE, text, ")") in (True, False)
    assert fits(QUERY, text, ")") in (True, False)
