"""From a check of one body to verdicts on many, with what each cost."""

import time
from collections.abc import Callable, Sequence

from inlay.errors import CatalogInvalid
from inlay.gates.base import Gate, Verdict
from inlay.gates.spelling import cut

__all__ = ["LONGEST_REASON", "each", "verdict"]

LONGEST_REASON = 600
_LONGEST_COUNTEREXAMPLE = 1200


def verdict(gate: Gate, reason: str, *, counterexample: str = "", seconds: float = 0.0) -> Verdict:
    """Give the verdict of a gate: a pass when there is no reason against it."""
    return Verdict(
        gate=gate.name,
        version=gate.version,
        passed=not reason,
        reason=cut(reason, LONGEST_REASON),
        counterexample=cut(counterexample, _LONGEST_COUNTEREXAMPLE),
        seconds=seconds,
    )


def each(gate: Gate, bodies: Sequence[str], check: Callable[[str], str]) -> list[Verdict]:
    """Judge bodies one by one; `check` gives the reason against a body, or nothing.

    A body that breaks the check itself is refused, since nobody has judged it. A broken catalog is no fault of a body:
    `CatalogInvalid` goes on to the user.
    """
    return [_timed(gate, body, check) for body in bodies]


def _timed(gate: Gate, body: str, check: Callable[[str], str]) -> Verdict:
    start = time.perf_counter()
    try:
        reason = check(body)
    except CatalogInvalid:
        raise
    except Exception as error:  # a check must never end a run
        reason = f"it cannot be judged: {type(error).__name__}"
    return verdict(gate, reason, seconds=time.perf_counter() - start)
