"""The contract over orders and their lines by which sentences are linked and read."""

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    Parameter,
    ReferenceType,
    Scalar,
)

ORDER = Entity(
    name="Order",
    fields=(
        Field(name="customer", type=ReferenceType("Customer")),
        Field(name="placed_on", type=Scalar("date")),
        Field(name="status", type=EnumType(("draft", "placed", "cancelled"))),
        Field(name="lines", type=ListType(EntityType("OrderLine"))),
    ),
)
LINE = Entity(
    name="OrderLine",
    fields=(Field(name="quantity", type=Scalar("int")), Field(name="unit_price", type=DecimalType(12, 2))),
)
CONTRACT = Contract(
    name="order_total",
    kind="python-function",
    parameters=(
        Parameter(name="order", type=EntityType("Order")),
        Parameter(name="discount", type=DecimalType()),
    ),
    result=DecimalType(),
    entities=(ORDER, LINE),
)
