from collections.abc import Mapping
from pathlib import Path

import pytest

from inlay.contract import Contract, reachable
from inlay.slot import Slot
from inlay.spec import load_spec
from inlay.spec.model import Query, Rule, Spec

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def slots() -> Mapping[str, Slot]:
    """Every slot of courier.yaml by its id."""
    spec = load_spec(HERE / "courier.yaml")
    rules = {f"rules.{rule.name}": _slot(f"rules.{rule.name}", "python-function", rule, spec) for rule in spec.rules}
    return rules | {
        f"queries.{each.name}": _slot(f"queries.{each.name}", "sql-query", each, spec) for each in spec.queries
    }


def _slot(slot_id: str, kind: str, entry: Rule | Query, spec: Spec) -> Slot:
    roots = (*(parameter.type for parameter in entry.takes), entry.returns)
    contract = Contract(
        name=entry.name,
        kind=kind,
        parameters=entry.takes,
        result=entry.returns,
        entities=spec.entities if kind == "sql-query" else reachable(roots, spec.entities),
    )
    return Slot(
        id=slot_id, kind=kind, contract=contract, sentence=entry.does, file="somewhere", examples=entry.examples
    )
