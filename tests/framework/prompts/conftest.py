from pathlib import Path

import pytest

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
    Scalar,
)
from inlay.prompts.registry import Registry
from inlay.prompts.versions import release
from inlay.slot import Slot
from inlay.spec.model import Example

LINE = Entity(
    name="OrderLine",
    fields=(Field(name="quantity", type=Scalar("int")), Field(name="unit_price", type=DecimalType(12, 2))),
)
ORDER = Entity(
    name="Order",
    fields=(
        Field(name="status", type=EnumType(("draft", "placed"))),
        Field(name="lines", type=ListType(EntityType("OrderLine"))),
    ),
)


@pytest.fixture
def rule() -> Slot:
    contract = Contract(
        name="order_total",
        kind="python-function",
        parameters=(
            Parameter(name="order", type=EntityType("Order")),
            Parameter(name="discount", type=DecimalType()),
        ),
        result=DecimalType(),
        entities=(ORDER, LINE),
    )
    examples = (
        Example(given={"order": {"lines": [{"quantity": 2, "unit_price": 10}]}, "discount": 5}, then=15),
        Example(given={"order": {"lines": []}, "discount": 77}, then=0),
    )
    return Slot(
        id="rules.order_total",
        kind="python-function",
        contract=contract,
        sentence="Sum quantity times unit price over the lines, subtract the discount, never below zero.",
        file="src/orders/rules/order_total.py",
        always=("result >= 0",),
        examples=examples,
    )


@pytest.fixture
def query() -> Slot:
    contract = Contract(
        name="revenue_by_month",
        kind="sql-query",
        parameters=(Parameter(name="year", type=Scalar("int")),),
        result=ListType(RecordType((("month", Scalar("str")), ("revenue", DecimalType())))),
        entities=(ORDER, LINE),
    )
    return Slot(
        id="queries.revenue_by_month",
        kind="sql-query",
        contract=contract,
        sentence="Revenue per month of the year, oldest month first.",
        file="src/orders/queries/revenue_by_month.sql",
    )


@pytest.fixture
def shipped() -> Registry:
    return Registry(Path(__file__).parents[3] / "prompt_registry")


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """A registry with one prompt, `greet`, whose version 1 is released."""
    folder = tmp_path / "registry"
    (folder / "greet").mkdir(parents=True)
    (folder / "greet" / "1.instruct.prompty").write_text(
        "---\nname: greet\nversion: '1'\nstyle: instruct\ndescription: d\ninputs: [sentence, marker, reason]\n---\n"
        "system:\nBe kind.\nuser:\n{{ marker }} {{ sentence }}\nrepair:\n{{ marker }} {{ reason }}\n"
    )
    (folder / "greet" / "labels.yaml").write_text("# labels\nproduction: '1'\n")
    made = Registry(folder)
    release(made, "greet", "1")
    return made
