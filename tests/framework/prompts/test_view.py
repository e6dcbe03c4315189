from collections.abc import Set

from inlay.contract import Contract, DecimalType, Entity, EntityType, EnumType, Field, ListType, Parameter, Scalar
from inlay.prompts.mentioned import mentioned_in
from inlay.prompts.view import in_view
from inlay.spec.model import Example

LINE = Entity(
    name="Line",
    fields=(
        Field(name="amount", type=DecimalType()),
        Field(name="colour", type=Scalar("str")),
        Field(name="kind", type=EnumType(("goods", "service", "gift"))),
    ),
)
BILL = Entity(
    name="Bill",
    fields=(
        Field(name="number", type=Scalar("str")),
        Field(name="paid", type=Scalar("bool")),
        Field(name="lines", type=ListType(EntityType("Line"))),
    ),
)
CONTRACT = Contract(
    name="total",
    kind="python-function",
    parameters=(Parameter(name="bill", type=EntityType("Bill")),),
    result=DecimalType(),
    entities=(BILL, LINE),
)


def shown(sentence: str, most: int, mentioned: Set[str] = frozenset()) -> set[str]:
    view = in_view(CONTRACT, sentence, most, mentioned)
    names = {entity.name for entity in view.entities} | {
        field.name for entity in view.entities for field in entity.fields
    }
    kinds = [field.type for entity in view.entities for field in entity.fields]
    return names | {value for kind in kinds if isinstance(kind, EnumType) for value in kind.values}


def test_a_small_contract_is_shown_whole() -> None:
    assert in_view(CONTRACT, "Anything.", 50) == CONTRACT


def test_what_the_sentence_speaks_of_stays_and_text_goes_before_numbers() -> None:
    assert shown("Sum of the lines, gift ones left out.", 7) == {
        "Bill",
        "Line",
        "lines",
        "amount",
        "kind",
        "gift",
        "paid",
    }


def test_what_examples_mention_stays_before_what_nobody_speaks_of() -> None:
    example = Example(given={"bill": {"number": "A7", "lines": [{"colour": "red", "kind": "gift"}]}}, then=1)

    assert mentioned_in([example]) == {"bill", "number", "A7", "lines", "colour", "red", "kind", "gift"}
    assert shown("What is to be paid?", 8, mentioned_in([example])) == {
        "Bill",
        "Line",
        "paid",
        "number",
        "lines",
        "colour",
        "kind",
        "gift",
    }


def test_what_is_spoken_of_stays_even_when_that_is_too_much() -> None:
    spoken = {"Bill", "Line", "lines", "amount", "colour", "number"}

    assert shown("The amount of the lines by colour and number.", 2) == spoken


def test_a_parameters_entity_stays_when_nothing_of_it_is_spoken_of() -> None:
    assert "Bill" in shown("Nothing known.", 1)
