"""A body gives every outcome, takes the end that is asked for, adds like to like and takes a day for a whole day."""

import pytest

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
    Scalar,
    Type,
)
from inlay.gates import gates_for
from inlay.gates.base import Verdict
from inlay.slot import Slot

KILN = Entity(
    name="Kiln",
    fields=(
        Field(name="load_kg", type=DecimalType()),
        Field(name="limit_kg", type=DecimalType()),
        Field(name="energy_kwh", type=DecimalType()),
        Field(name="temperature", type=Scalar("int")),
        Field(name="max_temperature", type=Scalar("int")),
        Field(name="price_per_kg", type=DecimalType()),
        Field(name="pots", type=ListType(EntityType("Pot"))),
        Field(name="state", type=EnumType(("cold", "firing", "cooling"))),
        Field(name="mood", type=EnumType(("low", "calm"))),
    ),
)
POT = Entity(
    name="Pot", fields=(Field(name="weight", type=DecimalType()), Field(name="glaze_percent", type=DecimalType()))
)

TRUTH = Scalar("bool")
LEVEL = EnumType(("low", "fair", "high"))


def judged(body: str, *, sentence: str = "As asked.", result: Type = TRUTH, kind: str = "python-function") -> Verdict:
    parameters = (Parameter(name="kiln", type=EntityType("Kiln")), Parameter(name="weight", type=DecimalType()))
    contract = Contract(
        name="asked",
        kind=kind,
        parameters=() if kind == "sql-query" else parameters,
        result=result,
        entities=(KILN, POT),
    )
    [gate] = [each for each in gates_for(kind) if each.name == "stated"]
    [verdict] = gate.judge(Slot(id="rules.asked", kind=kind, contract=contract, sentence=sentence, file="x"), [body])
    return verdict


@pytest.mark.parametrize("result", [LEVEL, OptionalType(LEVEL)])
def test_a_body_that_never_gives_an_outcome_of_its_contract_is_refused(result: Type) -> None:
    body = 'if kiln.load_kg > weight:\n    return "high"\nreturn "low"'
    assert judged(body, result=result).reason == 'the body never gives "fair"'


@pytest.mark.parametrize(
    ("result", "body"),
    [
        (LEVEL, 'return "low" if weight < 5 else "fair" if weight < 9 else "high"'),
        (LEVEL, 'return {1: "low", 2: "fair"}.get(int(weight), "high")'),
        (LEVEL, 'return next(name for name, top in (("low", 5), ("fair", 9), ("high", 99)) if weight < top)'),
        (EnumType(("cold", "firing", "cooling")), 'return "cold" if weight == 0 else "firing"'),
        (EnumType(("calm", "low", "high")), 'return "high" if weight > 9 else kiln.mood'),
        (LEVEL, "return LEVELS[int(weight)]"),
        (Scalar("str"), 'return "low" if weight < 5 else "high"'),
    ],
)
def test_an_outcome_may_be_given_in_any_way_and_an_entity_s_values_need_not_all_be(result: Type, body: str) -> None:
    assert judged(body, result=result).reason == ""


@pytest.mark.parametrize(
    ("sentence", "body", "reason"),
    [
        (
            "The lightest glaze: the lowest percentage of the pots.",
            "return max((pot.glaze_percent for pot in kiln.pots), default=weight)",
            "the sentence speaks of the lowest, the body takes max(…)",
        ),
        (
            "The largest pot's weight.",
            "return min(pot.weight for pot in kiln.pots) + weight",
            "the sentence speaks of the largest, the body takes min(…)",
        ),
    ],
)
def test_the_other_end_than_the_sentence_speaks_of_is_refused(sentence: str, body: str, reason: str) -> None:
    assert judged(body, sentence=sentence).reason == reason


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("The lowest weight of the pots.", "return min(pot.weight for pot in kiln.pots) + weight"),
        ("The lowest weight, never under the given one.", "return max(kiln.load_kg, weight)"),
        ("The lowest of the highest weights.", "return max(pot.weight for pot in kiln.pots) + weight"),
        ("How much more than the smallest does it weigh?", "return max(weight - pot.weight for pot in kiln.pots)"),
        ("The lowest weight.", "return -max(-pot.weight for pot in kiln.pots) + weight"),
        ("Without the smallest.", "return max(sorted(pot.weight for pot in kiln.pots)[1:]) + weight"),
        ("The earliest pot, in days.", "return max(pot.weight for pot in kiln.pots) + weight"),
    ],
)
def test_an_end_may_be_reached_from_the_other_side(sentence: str, body: str) -> None:
    assert judged(body, sentence=sentence).reason == ""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "return kiln.energy_kwh + weight <= kiln.limit_kg",
            "`kiln.energy_kwh + weight <= kiln.limit_kg` sets energy against mass or volume",
        ),
        (
            "return weight > 0 and kiln.energy_kwh <= kiln.max_temperature",
            "`kiln.energy_kwh <= kiln.max_temperature` sets energy against temperature",
        ),
        (
            'return weight + sum((pot.weight for pot in kiln.pots), Decimal("0")) > kiln.temperature',
            "sets mass or volume against temperature",
        ),
        ("return weight > max(pot.glaze_percent for pot in kiln.pots)", "sets mass or volume against a percentage"),
    ],
)
def test_what_is_of_two_kinds_is_neither_added_nor_compared(body: str, reason: str) -> None:
    assert reason in judged(body).reason


@pytest.mark.parametrize(
    "body",
    [
        "return kiln.load_kg + weight <= kiln.limit_kg",
        "return kiln.temperature + 50 <= kiln.max_temperature and weight > 0",
        "return weight * kiln.price_per_kg <= kiln.price_per_kg + weight",
        "return weight * 100 <= kiln.limit_kg * 5 and kiln.energy_kwh / kiln.load_kg < 3",
        "left = kiln.limit_kg - weight\nreturn left > kiln.temperature * 3",
        "return weight * sum(pot.glaze_percent for pot in kiln.pots) / 100 < kiln.load_kg",
    ],
)
def test_what_is_of_one_kind_or_of_no_known_one_is_added_and_compared(body: str) -> None:
    assert judged(body).reason == ""


def test_a_query_adds_and_compares_like_with_like_too() -> None:
    assert judged("SELECT id FROM kilns WHERE load_kg >= limit_kg", kind="sql-query").passed
    assert judged("SELECT sum(load_kg * price_per_kg) AS cost FROM kilns WHERE energy_kwh > 9", kind="sql-query").passed
    refused = judged("SELECT id FROM kilns GROUP BY id HAVING sum(load_kg) > max(temperature)", kind="sql-query")
    assert refused.reason == "`SUM(load_kg) > MAX(temperature)` sets mass or volume against temperature"


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("fired_at BETWEEN :since AND :until", "fired_at BETWEEN :since AND :until"),
        ("fired_at >= :since AND fired_at <= :until", "fired_at <= :until"),
        ("fired_at > :since AND :until > fired_at", "fired_at > :since"),
        (":since = fired_at AND fired_at < :until", ":since = firings.fired_at"),
    ],
)
def test_a_day_is_not_taken_for_its_midnight_in_a_query(condition: str, named: str) -> None:
    reason = typed(condition).reason
    assert named.replace("fired_at", "firings.fired_at").replace("firings.firings.", "firings.") in reason
    assert "takes a day for its midnight; compare substr(CAST(firings.fired_at AS text), 1, 10)" in reason


@pytest.mark.parametrize(
    "condition",
    [
        "fired_at >= :since AND fired_at < :until",
        ":since <= fired_at AND :until > fired_at",
        "substr(CAST(fired_at AS text), 1, 10) BETWEEN CAST(:since AS text) AND CAST(:until AS text)",
        "fired_at >= :since AND fired_at <= :moment AND :until IS NOT NULL",
        "booked_on BETWEEN :since AND :until",
    ],
)
def test_a_midnight_that_is_meant_and_a_day_beside_a_day_are_let_through(condition: str) -> None:
    assert typed(condition).reason == ""


def typed(condition: str) -> Verdict:
    firing = Entity(
        name="Firing",
        fields=(
            Field(name="name", type=Scalar("str")),
            Field(name="fired_at", type=Scalar("datetime")),
            Field(name="booked_on", type=Scalar("date")),
        ),
    )
    days = (Parameter(name="since", type=Scalar("date")), Parameter(name="until", type=Scalar("date")))
    contract = Contract(
        name="asked",
        kind="sql-query",
        parameters=(*days, Parameter(name="moment", type=Scalar("datetime"))),
        result=ListType(RecordType((("name", Scalar("str")),))),
        entities=(firing,),
    )
    [gate] = [each for each in gates_for("sql-query") if each.name == "types"]
    slot = Slot(id="queries.asked", kind="sql-query", contract=contract, sentence="As asked.", file="x")
    [verdict] = gate.judge(slot, [f"SELECT name FROM firings WHERE {condition} ORDER BY id"])
    return verdict
