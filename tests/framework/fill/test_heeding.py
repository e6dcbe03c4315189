"""A small model that leaves out a value which the sentence names must be all the surer of the rest."""

from dataclasses import replace

import pytest

from inlay.backends.fake import Fake
from inlay.contract import Contract, Entity, EnumType, Field, Parameter, Scalar, parse_type
from inlay.fill import Sureness, fill_slot
from inlay.fill.heeding import unheeded_values
from inlay.slot import Slot

RESERVATION = Entity(
    name="Reservation",
    fields=(
        Field(name="guests", type=Scalar("int")),
        Field(name="state", type=EnumType(("booked", "seated", "cancelled"))),
    ),
)
COUNTED = "SELECT count(*) AS tables FROM reservations"


@pytest.fixture
def slot(slot: Slot) -> Slot:
    contract = Contract(
        name="busy_tables",
        kind="sql-query",
        parameters=(Parameter(name="least", type=Scalar("int")),),
        result=parse_type("[{tables: int}]"),
        entities=(RESERVATION,),
    )
    sentence = "How many reservations are not cancelled?"
    return replace(slot, id="queries.busy_tables", kind="sql-query", contract=contract, sentence=sentence, examples=())


@pytest.mark.parametrize(
    ("sentence", "body", "unheeded"),
    [
        ("How many reservations are not cancelled?", COUNTED, ("cancelled",)),
        ("How many reservations are not cancelled?", f"{COUNTED} WHERE state <> 'cancelled'", ()),
        ("How many reservations are seated or booked?", f"{COUNTED} WHERE state = 'seated'", ("booked",)),
        ("How many reservations have at least so many guests?", COUNTED, ()),
        ("未取消的预订有多少？", COUNTED, ("cancelled",)),
    ],
)
def test_the_values_that_a_sentence_names_and_a_body_does_not_are_found(
    sentence: str, body: str, unheeded: tuple[str, ...], slot: Slot
) -> None:
    assert unheeded_values(replace(slot, sentence=sentence), body) == unheeded


@pytest.mark.parametrize(("neglect", "state"), [(0.0, "accepted"), (0.1, "stub")])
def test_a_query_that_leaves_out_a_value_must_be_likelier(neglect, state, slot, settings, journal, check):
    backend = Fake({slot.id: [COUNTED]}, style="compact")
    settings = replace(settings, sureness={slot.kind: Sureness(least=-0.05, neglect=neglect)})
    result = fill_slot(slot, [backend], [check("syntax", lambda body: True)], settings, journal)
    assert result.state == state
    if result.fill is None:
        assert result.reason.endswith(
            "a mean log-probability of -0 and leaves out cancelled, and 100% of them behave alike"
        )
