"""Gate `policy`: a candidate does nothing that its slot kind forbids."""

from collections.abc import Sequence

from inlay.catalog import SlotKind
from inlay.gates.base import Verdict
from inlay.gates.policy_rules import load_policy
from inlay.gates.sql_checks import Asked
from inlay.gates.sql_limits import SqlLimits
from inlay.gates.sql_policy import load_sql_policy
from inlay.gates.verdicts import each
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["PolicyGate"]


class PolicyGate:
    """Holds Python to the queries of `policy.scm`, and SQL to the rules of `policy.yaml` within a platform's limits."""

    name = "policy"
    version = "2"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del walls  # nothing is run here
        self._kind = kind
        self._limits = SqlLimits(**kind.settings.get("policy", {}))
        if kind.language == "python":
            load_policy(kind.folder / "policy.scm")  # its faults are told before a model is asked
        if kind.language == "sql":
            load_sql_policy(kind.folder / "policy.yaml")

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        if self._kind.language == "sql":
            return each(self, bodies, lambda body: self._sql(slot, body))
        return each(self, bodies, self._python)

    def _sql(self, slot: Slot, body: str) -> str:
        policy = load_sql_policy(self._kind.folder / "policy.yaml")
        return policy.broken(Asked(body=body, contract=slot.contract, allow=self._kind.allow, limits=self._limits))

    def _python(self, body: str) -> str:
        policy = load_policy(self._kind.folder / "policy.scm")
        for rule, line in policy.broken(body):
            return f"line {line}: {rule.message} ({rule.id})"
        return ""
