"""Bodies before the gates: cheap gates first, each body until the first gate that says no."""

from collections.abc import Sequence
from threading import Lock

from inlay.gates.base import Gate, Verdict
from inlay.slot import Slot

__all__ = ["JUDGING", "judge"]

JUDGING = Lock()
"""Held by who asks gates: they share boxes, databases and type checkers, and slots may be filled side by side."""


def judge(slot: Slot, bodies: Sequence[str], gates: Sequence[Gate]) -> list[tuple[Verdict, ...]]:
    """Give the verdicts on each body; a body has passed when every gate has spoken and none has refused."""
    verdicts: list[list[Verdict]] = [[] for _ in bodies]
    standing = list(range(len(bodies)))
    for gate in gates:
        if not standing:
            break
        said = gate.judge(slot, [bodies[place] for place in standing])
        if len(said) != len(standing):
            raise RuntimeError(f"gate {gate.name} gave {len(said)} verdicts on {len(standing)} bodies")
        for place, verdict in zip(standing, said, strict=True):
            verdicts[place].append(verdict)
        standing = [place for place, verdict in zip(standing, said, strict=True) if verdict.passed]
    return [tuple(row) for row in verdicts]
