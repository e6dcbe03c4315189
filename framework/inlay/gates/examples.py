"""Gate `examples`: a candidate gives what the spec's examples say, run behind walls and judged outside of them."""

import time
from collections.abc import Callable, Sequence

from inlay.cases import OTHER, Case, expand
from inlay.catalog import SlotKind
from inlay.contract import Contract
from inlay.gates.base import Verdict
from inlay.gates.boxes import warm_box
from inlay.gates.failure import Failure
from inlay.gates.per_slot import PerSlot
from inlay.gates.python_examples import judge_python
from inlay.gates.spelling import given
from inlay.gates.sql_examples import judge_sql
from inlay.gates.verdicts import verdict
from inlay.sandbox import Box, TierName
from inlay.slot import Slot

__all__ = ["ExamplesGate"]

_Judge = Callable[[Box, Contract, Sequence[Case], str], Failure | None]
_JUDGES: dict[str, _Judge] = {"python": judge_python, "sql": judge_sql}


class ExamplesGate:
    """Runs every example twice, the second time in reverse, so that a candidate that remembers is seen too.

    What an example leaves out is filled in two ways: a candidate that hits the result by a number nobody gave is seen.
    """

    name = "examples"
    version = "3"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        self._judge = _JUDGES[kind.language]
        self._walls = walls
        self._cases = PerSlot(_cases_of)

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body; the walls are asked for only when there is something to run."""
        if not slot.examples or not bodies:
            return [verdict(self, "") for _ in bodies]
        box = warm_box(self._walls)
        return [self._one(box, slot, body) for body in bodies]

    def _one(self, box: Box, slot: Slot, body: str) -> Verdict:
        start = time.perf_counter()
        cases, filled_otherwise = self._cases(slot)
        where = ""
        failure = self._judge(box, slot.contract, cases, body)
        if failure is None and filled_otherwise != cases:
            where = ", with other values for what it leaves out"
            failure = self._judge(box, slot.contract, filled_otherwise, body)
        seconds = time.perf_counter() - start
        if failure is None:
            return verdict(self, "", seconds=seconds)
        reason = f"example {failure.case + 1}{where}: {failure.reason}"
        shown = f"{given(slot.examples[failure.case])}: {failure.result}"
        return verdict(self, reason, counterexample=shown, seconds=seconds)


def _cases_of(slot: Slot) -> tuple[Sequence[Case], Sequence[Case]]:
    """Give the examples of a slot made whole in both ways."""
    cases = [expand(slot.contract, example) for example in slot.examples]
    return cases, [expand(slot.contract, example, OTHER) for example in slot.examples]
