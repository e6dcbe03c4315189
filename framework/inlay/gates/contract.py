"""Gate `contract`: a candidate keeps to the names, fields and result of its contract."""

from collections.abc import Sequence

from inlay.catalog import SlotKind
from inlay.contract import Contract
from inlay.gates.arguments import changed_argument
from inlay.gates.base import Verdict
from inlay.gates.python_members import unknown_member
from inlay.gates.python_names import unknown_name
from inlay.gates.python_paths import missing_result
from inlay.gates.shapes import Reader
from inlay.gates.sql_contract import broken_sql_contract
from inlay.gates.verdicts import each
from inlay.languages.reading import parse_python
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["ContractGate"]


class ContractGate:
    """Refuses names, fields, values, tables and columns that are not there, tests for what always is, other results."""

    name = "contract"
    version = "3"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del walls  # nothing is run here
        self._kind = kind

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        if self._kind.language == "sql":
            return each(self, bodies, lambda body: broken_sql_contract(slot.contract, body))
        reader = Reader(slot.contract)
        return each(self, bodies, lambda body: self._python(slot.contract, reader, body))

    def _python(self, contract: Contract, reader: Reader, body: str) -> str:
        tree = parse_python(body)
        in_scope = {*self._kind.imports, *self._kind.allow["builtins"]}
        parameters = {parameter.name for parameter in contract.parameters}
        return (
            missing_result(tree)
            or unknown_name(tree, parameters, in_scope)
            or unknown_member(tree, reader, self._kind.allow["members"])
            or changed_argument(tree, parameters)
        )
