"""The held-out bench: its specs load, every slot has what the bench needs, and the right bodies are not refused."""

from pathlib import Path

import pytest
import yaml

from inlay.contract import EntityType, Parameter, Scalar, snake_case
from inlay.contract.boundary import Contract, reachable
from inlay.gates import gates_for
from inlay.slot import Slot
from inlay.spec import Spec, load_spec

HERE = Path(__file__).parent
TRADES = sorted(path.name.removesuffix(".reference.yaml") for path in HERE.glob("*.reference.yaml"))
# The gates that only read; those that run bodies are for the bench itself.
READING = ("syntax", "contract", "policy", "special-case", "stated", "redundant")


def test_the_bench_has_at_least_two_hundred_slots_of_twenty_trades() -> None:
    slots = [slot for trade in TRADES for slot in slots_of(load_spec(HERE / f"{trade}.yaml"))]

    assert len(TRADES) >= 20
    assert len(slots) >= 200
    assert sum(slot.kind == "sql-query" for slot in slots) >= 60


@pytest.mark.parametrize("trade", TRADES)
def test_every_slot_has_a_reference_and_hidden_cases(trade: str) -> None:
    slots = {slot.id: slot for slot in slots_of(load_spec(HERE / f"{trade}.yaml"))}
    hidden = read(trade, "hidden")

    assert set(read(trade, "reference")) == set(slots)
    assert set(hidden) == set(slots)
    for name, slot in slots.items():
        assert 2 <= len(slot.examples) <= 4, name
        assert len(hidden[name]) >= 5, name


def test_the_page_about_the_bench_says_of_every_slot_how_hard_it_is() -> None:
    rows = [line.strip("| ").split(" | ") for line in (HERE / "README.md").read_text().splitlines()]
    marked = {row[0]: sorted(name for cell in row[1:] for name in cell.split(", ") if name != "-") for row in rows}

    for trade in TRADES:
        assert marked[trade] == sorted(name.split(".")[1] for name in read(trade, "reference")), trade


@pytest.mark.parametrize("trade", TRADES)
def test_no_hidden_case_repeats_another(trade: str) -> None:
    for name, cases in read(trade, "hidden").items():
        givens = [repr(case["given"]) for case in cases]
        assert len(set(givens)) == len(givens), name


@pytest.mark.parametrize("trade", TRADES)
def test_no_reading_gate_refuses_a_reference(trade: str) -> None:
    references = read(trade, "reference")
    for slot in slots_of(load_spec(HERE / f"{trade}.yaml")):
        for gate in gates_for(slot.kind):
            if gate.name in READING:
                [verdict] = gate.judge(slot, [references[slot.id]])
                assert verdict.passed, f"{slot.id}: {gate.name}: {verdict.reason}"


def read(trade: str, part: str) -> dict:
    return yaml.load((HERE / f"{trade}.{part}.yaml").read_text(), yaml.BaseLoader)


def slots_of(spec: Spec) -> list[Slot]:
    rules = [(f"rules.{rule.name}", rule, rule.does, rule.takes, rule.returns) for rule in spec.rules]
    flows = [
        (f"flows.{flow.name}.requires", flow, flow.requires, (entity(flow.on),), Scalar("bool"))
        for flow in spec.flows
        if flow.requires
    ]
    queries = [(f"queries.{query.name}", query, query.does, query.takes, query.returns) for query in spec.queries]
    return [
        slot(spec, *parts, kind=kind)
        for kind, group in (("python-function", rules + flows), ("sql-query", queries))
        for parts in group
    ]


def entity(name: str) -> Parameter:
    return Parameter(name=snake_case(name), type=EntityType(name))


def slot(spec: Spec, name: str, entry, sentence: str, takes: tuple[Parameter, ...], result, *, kind: str) -> Slot:
    roots = (*(parameter.type for parameter in takes), result)
    entities = spec.entities if kind == "sql-query" else reachable(roots, spec.entities)
    contract = Contract(name=entry.name, kind=kind, parameters=takes, result=result, entities=entities)
    return Slot(id=name, kind=kind, contract=contract, sentence=sentence, file="none", examples=entry.examples)
