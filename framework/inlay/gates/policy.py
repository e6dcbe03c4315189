"""Gate `policy`: a candidate does nothing that its slot kind forbids."""

from collections.abc import Sequence

from inlay.catalog import SlotKind
from inlay.contract import Contract
from inlay.gates.base import Verdict
from inlay.gates.policy_rules import load_policy
from inlay.gates.sql_limits import limits_of
from inlay.gates.sql_policy import broken_sql_policy
from inlay.gates.verdicts import each
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["PolicyGate"]


class PolicyGate:
    """Holds Python to the queries of `policy.scm`, and SQL to what reads portably, in order, within limits."""

    name = "policy"
    version = "2"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del walls  # nothing is run here
        self._kind = kind
        self._limits = limits_of(kind)

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        if self._kind.language == "sql":
            return each(self, bodies, lambda body: self._sql(slot.contract, body))
        return each(self, bodies, self._python)

    def _sql(self, contract: Contract, body: str) -> str:
        return broken_sql_policy(contract, self._kind.allow, body) or self._limits.broken(contract, body)

    def _python(self, body: str) -> str:
        policy = load_policy(self._kind.folder / "policy.scm")
        for rule, line in policy.broken(body):
            return f"line {line}: {rule.message} ({rule.id})"
        return ""
