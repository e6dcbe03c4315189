"""What must hold on every input: bodies that pass the examples are refused for what they do elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from inlay.contract import Contract, Parameter, parse_type, reachable
from inlay.gates import Verdict, gates_for
from inlay.slot import Slot
from inlay.spec import load_spec
from inlay.spec.model import Query, Rule, Spec

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Careless:
    """A body with what its heading says: the slot, and for a wrong one the reason and a part of the input."""

    place: int
    slot: str
    body: str
    reason: str = ""
    given: str = ""

    @property
    def name(self) -> str:
        return f"{self.place}-{self.slot}-{'wrong' if self.reason else 'right'}"


def read(file: str) -> list[Careless]:
    text = (HERE / "bodies" / file).read_text(encoding="utf-8")
    _, *parts = re.split(r"^(?:#|--) === (.*)\n", text, flags=re.MULTILINE)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [
        Careless(place, heading.split(" | ")[0], body, *heading.split(" | ")[1:])
        for place, (heading, body) in enumerate(pairs)
    ]


BODIES = read("minibar.py") + read("minibar.sql")


@pytest.fixture(scope="module")
def hotel() -> Mapping[str, Slot]:
    """Every rule and query of minibar.yaml as a slot."""
    spec = load_spec(HERE / "minibar.yaml")
    rules = {f"rules.{rule.name}": slot_of(f"rules.{rule.name}", rule, spec) for rule in spec.rules}
    return rules | {f"queries.{each.name}": slot_of(f"queries.{each.name}", each, spec) for each in spec.queries}


def slot_of(slot_id: str, entry: Rule | Query, spec: Spec) -> Slot:
    kind = "python-function" if isinstance(entry, Rule) else "sql-query"
    roots = (*(parameter.type for parameter in entry.takes), entry.returns)
    contract = Contract(
        name=entry.name,
        kind=kind,
        parameters=entry.takes,
        result=entry.returns,
        entities=reachable(roots, spec.entities) if kind == "python-function" else spec.entities,
    )
    return Slot(
        id=slot_id,
        kind=kind,
        contract=contract,
        sentence=entry.does,
        file=entry.name,
        always=entry.always,
        examples=entry.examples,
    )


def judged(slot: Slot, body: str, gate: str = "properties") -> Verdict:
    [found] = [each for each in gates_for(slot.kind) if each.name == gate]
    [verdict] = found.judge(slot, [body])
    return verdict


@pytest.mark.parametrize("careless", BODIES, ids=lambda careless: careless.name)
def test_what_the_examples_let_pass_is_judged_by_what_always_holds(
    careless: Careless, hotel: Mapping[str, Slot]
) -> None:
    slot = hotel[careless.slot]
    assert judged(slot, careless.body, "examples").passed
    verdict = judged(slot, careless.body)
    assert verdict.passed is not bool(careless.reason), verdict.reason
    assert careless.reason in verdict.reason
    assert careless.given in verdict.counterexample


def test_there_are_enough_wrong_bodies() -> None:
    assert len([careless for careless in BODIES if careless.reason]) >= 40


def test_the_verdict_on_a_body_is_the_same_whenever_it_is_asked_for(hotel: Mapping[str, Slot]) -> None:
    body = "return stay.drinks[0].name"
    first, second = (judged(hotel["rules.first_drink"], body) for _ in range(2))
    assert replace(first, seconds=0) == replace(second, seconds=0)


def test_a_counterexample_is_the_plainest_input_with_what_the_body_reads_and_no_more(
    hotel: Mapping[str, Slot],
) -> None:
    verdict = judged(hotel["rules.first_drink"], "return stay.drinks[0].name")
    assert verdict.counterexample == ("stay: {drinks: []}: line 1: it fails with IndexError: list index out of range")


def test_an_error_of_calculation_is_right_only_where_the_examples_vouch_for_nothing(
    hotel: Mapping[str, Slot],
) -> None:
    slot = hotel["rules.per_head"]
    body = "return (total / guests).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)"
    assert judged(slot, body).passed
    [example] = slot.examples
    with_none = replace(example, given={"total": 100, "guests": 0}, then=0)
    assert "DivisionByZero" in judged(replace(slot, examples=(example, with_none)), body).reason


def test_a_slot_without_examples_is_judged_too(hotel: Mapping[str, Slot]) -> None:
    slot = replace(hotel["rules.first_drink"], examples=())
    assert not judged(slot, "return stay.drinks[0].name").passed
    assert judged(slot, "return stay.drinks[0].name if stay.drinks else None").passed


@pytest.mark.parametrize(
    ("result", "body", "reason"),
    [
        ("decimal", "return Decimal('NaN')", "the result is decimal NaN, which is no decimal"),
        ("decimal", "return Decimal('Infinity')", "the result is decimal Infinity"),
        ("decimal", "return 1", "the result is 1, which is no decimal"),
        ("decimal", "return 0.5", "the result is 0.5, which is no decimal"),
        ("int", "return True", "the result is true, which is no int"),
        ("int?", "return 'a'", "the result is 'a', which is no int"),
        ("int", "return None", "the result is missing where the contract says int"),
        ("date", "return datetime(2024, 1, 1)", "which is no date"),
        ("datetime", "return date(2024, 1, 1)", "which is no datetime"),
        ("[int]", "return (1, 2)", "which is no [int]"),
        ("[int]", "return [1, None]", "the result is missing where the contract says int"),
        ("{str: int}", "return {'a': True}", "the result is true, which is no int"),
        ("enum[a, b]", "return 'c'", "the result is 'c', which is no enum[a, b]"),
        ("decimal(5,2)", "return Decimal('1.005')", "which is no decimal(5,2)"),
        ("decimal(5,2)", "return Decimal('1.10000')", ""),
        ("[decimal?]", "return [None, Decimal(1)]", ""),
        ("{str: date}", "return {'a': date(2024, 1, 1)}", ""),
    ],
)
def test_a_result_is_of_the_declared_type_all_the_way_down(
    hotel: Mapping[str, Slot], result: str, body: str, reason: str
) -> None:
    slot = hotel["rules.per_head"]
    contract = replace(
        slot.contract, parameters=(Parameter(name="flag", type=parse_type("bool")),), result=parse_type(result)
    )
    verdict = judged(replace(slot, contract=contract, examples=()), body)
    assert verdict.passed is not bool(reason)
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("slot", "body"),
    [
        ("rules.house_price", 'return stay.rate + Decimal("1E+999999") * 0'),
        ("rules.house_price", 'return stay.rate + Decimal("1E-999999")'),
        ("queries.turnover", f"SELECT SUM(price * pieces) AS total FROM drinks WHERE id < {'9' * 5000}"),
    ],
    ids=["beyond-all-digits", "below-all-digits", "thousands-of-digits"],
)
def test_a_number_that_nobody_could_write_out_gets_a_verdict(slot: str, body: str, hotel: Mapping[str, Slot]) -> None:
    assert judged(hotel[slot], body).gate == "properties"
