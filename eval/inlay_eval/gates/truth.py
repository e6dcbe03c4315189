"""What a body is in truth: wrong by a case that no gate sees, right, or neither shown."""

from collections.abc import Sequence
from typing import Literal

from inlay.cases import expand
from inlay.gates.boxes import warm_box
from inlay.slot import Slot
from inlay.strength import bench_for, draws_for
from inlay.strength.telling import tellings
from inlay_eval.slotbench import passes

__all__ = ["Truth", "truths"]

Truth = Literal["right", "wrong", "open"]
"""`open`: it passes every case and yet parts from the reference on a drawn input."""


def truths(slot: Slot, hidden: Slot, reference: str, bodies: Sequence[str], language: str) -> list[Truth]:
    """Give for each body what it is, held against the reference on the hidden cases, the examples and drawn inputs."""
    bench = bench_for(warm_box("bubblewrap"), slot.contract, language)
    cases = [expand(slot.contract, example) for example in (*hidden.examples, *slot.examples)]
    own, *tried = bench.try_all([reference, *bodies], cases)
    wanted = [each.spelled for each in own]
    found: list[Truth] = []
    for body, behaviours in zip(bodies, tried, strict=True):
        differs = [each.spelled for each in behaviours] != wanted
        confirmed = differs and (language != "sql" or not (passes(hidden, body) and passes(slot, body)))
        found.append("wrong" if confirmed else "right")
    left = [place for place, truth in enumerate(found) if truth == "right"]
    draws = draws_for(slot, [reference], language) if left else ()
    for place, telling in zip(left, tellings(bench, draws, reference, [bodies[place] for place in left]), strict=True):
        if telling:
            found[place] = "open"
    return found
