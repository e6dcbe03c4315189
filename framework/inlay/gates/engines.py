"""Gate `engines`: a query gives the same rows on SQLite and on PostgreSQL, over databases that tell the two apart.

Values are compared as the contract types them, and order as far as ORDER BY settles it. Where there is no PostgreSQL
every query passes here, and the gate's version says in each lock that SQLite alone has judged.
"""

import time
from collections.abc import Sequence

from inlay.cases import draw_databases
from inlay.catalog import SlotKind
from inlay.engines import NotReady, Second, probe_postgres, warm_postgres
from inlay.errors import InlayError
from inlay.gates.base import Verdict
from inlay.gates.body_numbers import numbers_in
from inlay.gates.boxes import warm_box
from inlay.gates.broken import Broken
from inlay.gates.drawing import Drawing
from inlay.gates.sql_draws import with_whole_amounts
from inlay.gates.sql_engines import disagreement, texts_in
from inlay.gates.verdicts import verdict
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["EnginesGate"]

_VERSION = "1"
_DRAWS = (10, 6)
"""How many databases are drawn for a slot, and how many around the numbers and patterns of a query."""


class EnginesGate:
    """Asks PostgreSQL when there is a query to judge, and not before."""

    name = "engines"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del kind
        self._walls = walls
        self._drawing = Drawing(draw_databases, *_DRAWS)

    @property
    def version(self) -> str:
        """The version, and the engines that judge on this machine, without their minor versions."""
        engines = (engine.partition(".")[0] for engine in self._second.engines)
        return f"{_VERSION} {' + '.join(engines)}"

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        if not self._second.there:
            return [verdict(self, "") for _ in bodies]
        return [self._one(slot, body) for body in bodies]

    @property
    def _second(self) -> Second:
        return probe_postgres(self._walls)

    def _one(self, slot: Slot, body: str) -> Verdict:
        start = time.perf_counter()
        try:
            parted = self._parted(slot, body)
        except NotReady as error:
            parted = Broken(f"it cannot be judged: {error}", "", "")
        except InlayError:
            raise
        except Exception as error:  # what a candidate contains must never end a run
            parted = Broken(f"it cannot be judged: {type(error).__name__}", "", "")
        seconds = time.perf_counter() - start
        if parted is None:
            return verdict(self, "", seconds=seconds)
        shown = f"{parted.given}: {parted.gave}" if parted.given else ""
        return verdict(self, parted.reason, counterexample=shown, seconds=seconds)

    def _parted(self, slot: Slot, body: str) -> Broken | None:
        draws = self._drawing.draws(slot, numbers_in(body, "sql"), texts_in(body))
        if "/" in body:
            draws += with_whole_amounts(draws[: _DRAWS[0]])
        return disagreement(warm_box(self._walls), warm_postgres(self._walls), slot.contract, draws, body)
