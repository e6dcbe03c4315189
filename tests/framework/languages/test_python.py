"""Contracts and bodies in Python."""

import ast

import pytest

from inlay.catalog import load_slot_kind
from inlay.contract import Contract, Entity, Field, Parameter, parse_type
from inlay.languages import Python

CONTRACT = Contract(
    name="order_total",
    kind="python-function",
    parameters=(
        Parameter(name="order", type=parse_type("Order")),
        Parameter(name="discount", type=parse_type("decimal?")),
    ),
    result=parse_type("{str: [decimal]}"),
    entities=(
        Entity(
            name="Order",
            fields=(
                Field(name="status", type=parse_type("enum[draft, placed]?")),
                Field(name="lines", type=parse_type("[OrderLine]")),
                Field(name="customer", type=parse_type("-> Customer")),
            ),
        ),
        Entity(name="OrderLine", fields=()),
    ),
)


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        ("str", "str"),
        ("decimal(12,2)", "Decimal"),
        ("datetime?", "datetime | None"),
        ("enum[a, b]", "str"),
        ("Order", "Order"),
        ("-> Order?", "Order | None"),
        ("[date]", "list[date]"),
        ("{str: [int?]}", "dict[str, list[int | None]]"),
    ],
)
def test_a_type_is_spelt_as_an_annotation(text: str, annotation: str) -> None:
    assert Python().spell(parse_type(text)) == annotation


def test_a_module_has_in_scope_what_its_slot_kind_imports() -> None:
    module = ast.parse(Python().module(CONTRACT, "return {}"))
    imported = [node for node in module.body if isinstance(node, ast.Import | ast.ImportFrom)]
    where = {
        name.name: node.module if isinstance(node, ast.ImportFrom) else "" for node in imported for name in node.names
    }

    wanted = load_slot_kind("python-function").imports
    assert {name: where.get(name) for name in wanted} == dict(wanted)


def test_a_module_holds_the_entities_the_signature_and_the_body_inside_it() -> None:
    module = Python().module(CONTRACT, "if order.lines:\n    return {}\n\nreturn {'a': []}\n")
    assert "\n\n\n@dataclass\nclass OrderLine:\n    pass\n" in module
    assert "    status: Literal['draft', 'placed'] | None\n    lines: list[OrderLine]\n" in module
    assert module.endswith(
        "def order_total(order: Order, discount: Decimal | None) -> dict[str, list[Decimal]]:\n"
        "    if order.lines:\n        return {}\n\n    return {'a': []}\n"
    )
    ast.parse(module)


def test_a_stub_is_a_body_that_says_so() -> None:
    stub = Python().stub(CONTRACT)
    assert stub == 'raise NotImplementedError("order_total has no body yet")\n'
    assert Python().unreadable(stub) == ""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return 1", ""),
        ("# only a comment", "there is no statement in it"),
        ("return (1", "line 1: '(' was never closed"),
        ("x = 1\nbreak", "line 2: 'break' outside loop"),
        ("-" * 9000 + "1", "it is nested too deeply"),
    ],
)
def test_a_text_that_is_no_body_says_why(body: str, reason: str) -> None:
    assert Python().unreadable(body) == reason
