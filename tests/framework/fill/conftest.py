from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inlay.contract import Contract, DecimalType, Parameter
from inlay.fill import FillSettings
from inlay.gates.base import Verdict
from inlay.journal import Journal
from inlay.slot import Slot
from inlay.spec.model import Example


@dataclass
class Check:
    """A gate made of a predicate; keeps what it was shown."""

    name: str
    holds: Callable[[str], bool]
    reason: str = "no"
    counterexample: str = ""
    version: str = "1"
    shown: list[list[str]] = field(default_factory=list)

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        self.shown.append(list(bodies))
        return [self._verdict(self.holds(body)) for body in bodies]

    def _verdict(self, passed: bool) -> Verdict:
        return Verdict(
            gate=self.name,
            version=self.version,
            passed=passed,
            reason="" if passed else self.reason,
            counterexample="" if passed else self.counterexample,
        )


@pytest.fixture
def check() -> type[Check]:
    return Check


@pytest.fixture
def slot() -> Slot:
    contract = Contract(
        name="fee",
        kind="python-function",
        parameters=(Parameter(name="amount", type=DecimalType()),),
        result=DecimalType(),
        entities=(),
    )
    return Slot(
        id="rules.fee",
        kind="python-function",
        contract=contract,
        sentence="Two percent of the amount.",
        file="src/x/rules/fee.py",
        examples=(Example(given={"amount": 100}, then=2), Example(given={"amount": 4711}, then=94.22)),
    )


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "home" / "journal.db") as opened:
        yield opened


@pytest.fixture
def settings() -> FillSettings:
    return FillSettings(run="test", prompt="1", batches=(2, 4), repair_rounds=0)
