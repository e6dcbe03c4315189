"""Gate `redundant`: every part of a body says something: no test stands twice, nothing is compared with itself.

Whoever writes `order.total - order.total` meant something else; in 10,368 right bodies written by hand it occurs once.
"""

from collections.abc import Sequence

from inlay.catalog import SlotKind
from inlay.contract.tables import tables_of
from inlay.gates.base import Verdict
from inlay.gates.python_redundancy import redundant_in_python
from inlay.gates.sql_redundancy import redundant_in_sql
from inlay.gates.verdicts import each
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["RedundantGate"]


class RedundantGate:
    """Refuses slips: `a < a`, `x in ("a", "a")`, tests decided above, equal branches, idle joins, groups of one row."""

    name = "redundant"
    version = "4"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del walls  # nothing is run here
        self._language = kind.language

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        if self._language == "sql":
            tables = tables_of(slot.contract.entities)
            return each(self, bodies, lambda body: next(redundant_in_sql(body, tables), ""))
        return each(self, bodies, lambda body: next(redundant_in_python(body), ""))
