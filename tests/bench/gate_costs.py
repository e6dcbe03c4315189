"""What judging one candidate costs, gate by gate, beside a fresh pytest process on as many cases: `make bench`.

The candidates are the references of the held-out slots, each with twenty examples that it meets. A slot's box, type
checker and draws are warm, as they are for all candidates but the first: a mutant went before. The floor of pytest is a
file with one plain function and twenty cases; neither a project nor a wall comes with it.
"""

import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import yaml

from inlay.catalog import load_slot_kind
from inlay.gates import Gate, gates_for
from inlay.gates.boxes import warm_box
from inlay.mutants import mutants_of
from inlay.plan import plan_of
from inlay.slot import Slot
from inlay.spec.model import Example
from inlay.strength import bench_for, draws_for, shown_input, strength_of

HELD_OUT = Path(__file__).parents[1] / "framework" / "heldout"
CASES = 20
# Those that run nothing twice; the others draw inputs of their own or ask a second engine.
DEAR = ("properties", "engines")
PYTEST_ROUNDS = 5
PYTEST = """
import pytest

def double(number):
    return number * 2

@pytest.mark.parametrize("number", range({cases}))
def test_double(number):
    assert double(number) == number + number
"""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slot with twenty examples, a body that meets them, and a mutant of it."""

    slot: Slot
    body: str
    mutant: str


def candidates() -> Iterator[Candidate]:
    """Give the references of the held-out slots of which so many inputs can be drawn."""
    for path in sorted(HELD_OUT.glob("*.reference.yaml")):
        bodies: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
        slots = {slot.id: slot for slot in plan_of(path.with_name(path.name.replace(".reference", ""))).slots}
        for name, body in bodies.items():
            slot, language = slots[name], load_slot_kind(slots[name].kind).language
            examples = tuple(_examples(slot, body, language))
            mutants = mutants_of(slot.contract, body, language)
            if len(examples) == CASES and mutants:
                yield Candidate(replace(slot, examples=examples), body, mutants[0].body)


def _examples(slot: Slot, body: str, language: str) -> Iterator[Example]:
    draws = [draw for draw in draws_for(slot, [body], language) if not draw.unsure]
    [given] = bench_for(warm_box("bubblewrap"), slot.contract, language).try_all([body], [each.case for each in draws])
    named = frozenset(field.name for entity in slot.contract.entities for field in entity.fields)
    named |= {table for draw in draws for table in draw.case.tables} | {"id"}
    named |= {column for draw in draws for rows in draw.case.tables.values() for row in rows for column in row}
    met = [(draw.case, behaviour) for draw, behaviour in zip(draws, given, strict=True) if not behaviour.error]
    for case, behaviour in met[:CASES]:
        yield Example(given=shown_input(case, named), then=behaviour.value)


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """Give what a call gives, and its milliseconds."""
    start = time.perf_counter()
    result = call()
    return result, 1000 * (time.perf_counter() - start)


def judged(candidate: Candidate, gates: Sequence[Gate], spent: dict[str, list[float]]) -> None:
    """Judge a mutant, then the body, and keep what each gate took for the body."""
    for gate in gates:
        gate.judge(candidate.slot, [candidate.mutant])
    cheap = 0.0
    for gate in gates:
        [verdict], took = timed(lambda gate=gate: gate.judge(candidate.slot, [candidate.body]))  # type: ignore[misc]
        if not verdict.passed:
            print(f"{candidate.slot.id}: {gate.name} refuses the reference: {verdict.reason}", file=sys.stderr)
            return
        spent[gate.name].append(took)
        cheap += 0.0 if gate.name in DEAR else took
    spent["cheap gates"].append(cheap)
    _, took = timed(lambda: strength_of(candidate.slot, candidate.body))
    spent["mutants"].append(took)


def pytest_milliseconds() -> float:
    """Give the median of what a fresh pytest process takes for as many cases."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "test_double.py"
        file.write_text(PYTEST.format(cases=CASES), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
        rounds = [
            timed(lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True))[1]
            for _ in range(PYTEST_ROUNDS)
        ]
    return statistics.median(rounds)


def main() -> None:
    """Measure and print, a table for each slot kind."""
    known = list(candidates())
    floor = pytest_milliseconds()
    print(f"a fresh pytest process, {CASES} cases of a plain function: {floor:.0f} ms")
    for kind in sorted({candidate.slot.kind for candidate in known}):
        gates, spent = gates_for(kind), defaultdict[str, list[float]](list)
        of_kind = [candidate for candidate in known if candidate.slot.kind == kind]
        for candidate in of_kind:
            judged(candidate, gates, spent)
        print(f"{kind}: {len(of_kind)} candidates of {CASES} cases each, milliseconds, median and nine in ten")
        for name, took in spent.items():
            print(f"  {name:12} {statistics.median(took):7.2f} {statistics.quantiles(took, n=10)[-1]:8.2f}")
        print(f"  a fresh pytest process is {floor / statistics.median(spent['cheap gates']):.0f} cheap judgements")


if __name__ == "__main__":
    main()
