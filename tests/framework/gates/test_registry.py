"""Gates are found by their entry points, one for each name that a slot kind asks for."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from inlay.catalog import load_slot_kind
from inlay.errors import CatalogInvalid, UsageError
from inlay.gates import gates_for, registry


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """The entry points that are found, for a test to change."""
    found = list(registry.entry_points(group=registry.GATES))
    registry._claimed.cache_clear()
    monkeypatch.setattr(registry, "entry_points", lambda group: EntryPoints(found).select(group=group))
    yield found
    registry._claimed.cache_clear()


@pytest.mark.parametrize(("kind", "last"), [("python-function", []), ("sql-query", ["engines"])])
def test_the_gates_of_a_slot_kind_come_in_the_order_of_its_file(kind: str, last: list[str]) -> None:
    gates = gates_for(kind)
    assert tuple(gate.name for gate in gates) == load_slot_kind(kind).gates
    assert [gate.name for gate in gates] == [
        "syntax",
        "contract",
        "policy",
        "special-case",
        "stated",
        "redundant",
        "types",
        "examples",
        "properties",
        *last,
    ]
    assert all(gate.version for gate in gates)


def test_two_claimants_to_one_name_are_an_error(door: list[EntryPoint]) -> None:
    door.append(EntryPoint("syntax", "elsewhere:Gate", registry.GATES))
    with pytest.raises(UsageError, match="two gates claim one name") as refused:
        gates_for("python-function")
    assert "elsewhere:Gate" in str(refused.value)


def test_a_gate_that_nobody_brings_is_a_fault_of_the_slot_kind(door: list[EntryPoint]) -> None:
    door[:] = [point for point in door if point.name != "types"]
    with pytest.raises(CatalogInvalid, match="no gate is called types; known are contract, engines, examples"):
        gates_for("sql-query")


def test_a_gate_that_does_not_load_says_whose_it_is(door: list[EntryPoint]) -> None:
    door[:] = [point for point in door if point.name != "types"]
    door.append(EntryPoint("types", "no_such_package:Gate", registry.GATES))
    with pytest.raises(UsageError, match=r"the gate `types` \(no_such_package:Gate\) does not load"):
        gates_for("python-function")
