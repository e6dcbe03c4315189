"""Gate `properties`: what must hold on every input that the contract allows, on inputs that are drawn from it.

A candidate gives a result of the declared type without an error, changes nothing that it was given, gives the
same result again, also in another process, and keeps what the spec says `always` holds.
"""

import time
from collections.abc import Sequence

from inlay.cases import draw_calls, draw_databases
from inlay.catalog import SlotKind
from inlay.gates.base import Verdict
from inlay.gates.behaviour import Observation
from inlay.gates.body_numbers import numbers_in
from inlay.gates.boxes import warm_box
from inlay.gates.broken import Broken
from inlay.gates.drawing import Drawing
from inlay.gates.python_properties import break_python, observe_python, order_matters
from inlay.gates.sql_properties import break_sql, observe_sql
from inlay.gates.tied_rows import with_ties
from inlay.gates.twin_texts import with_twins
from inlay.gates.verdicts import verdict
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["PropertiesGate"]

_DRAWS = {"python": (32, 8), "sql": (10, 3)}
"""How many inputs are drawn for a slot, and how many around the numbers of a body."""
_TWINNED = 6
"""How many inputs come once more with each text in two cases."""
_OTHER_HASHES = 1


class PropertiesGate:
    """Draws the same inputs for every candidate of a slot, and a few around the numbers of each body."""

    name = "properties"
    version = "2"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        self._language = kind.language
        self._walls = walls
        self._drawing = Drawing(draw_calls if kind.language == "python" else draw_databases, *_DRAWS[kind.language])

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        return [self._one(slot, body) for body in bodies]

    def observe(self, slot: Slot, bodies: Sequence[str]) -> Observation:
        """Show how bodies behave on inputs that the spec vouches for, those around the numbers of each among them."""
        own = dict.fromkeys(number for body in bodies for number in numbers_in(body, self._language))
        draws = [draw for draw in self._drawing.draws(slot, tuple(own)) if not draw.unsure]
        observe = observe_python if self._language == "python" else observe_sql
        return observe(warm_box(self._walls), slot.contract, draws, bodies)

    def _one(self, slot: Slot, body: str) -> Verdict:
        start = time.perf_counter()
        broken = self._broken(slot, body)
        seconds = time.perf_counter() - start
        if broken is None:
            return verdict(self, "", seconds=seconds)
        return verdict(self, broken.reason, counterexample=f"{broken.given}: {broken.gave}", seconds=seconds)

    def _broken(self, slot: Slot, body: str) -> Broken | None:
        box = warm_box(self._walls)
        draws = self._drawing.draws(slot, numbers_in(body, self._language))
        if self._language == "sql":
            draws += with_ties(slot.contract, body, draws)
            return break_sql(box, slot.contract, slot.always, draws, body)
        if not order_matters(body):
            return break_python(box, None, slot.contract, slot.always, draws, body)
        draws += with_twins(slot.contract, body, draws[-_TWINNED:])
        return break_python(box, warm_box(self._walls, _OTHER_HASHES), slot.contract, slot.always, draws, body)
