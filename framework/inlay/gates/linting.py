"""What is wrong in the slot kinds of a catalog: settings nobody reads, gates nobody brings, rules that fail."""

from collections.abc import Iterable

from inlay.catalog import load_slot_kind
from inlay.errors import CatalogInvalid, Fault
from inlay.gates.policy_rules import load_policy
from inlay.gates.registry import missing_gates
from inlay.gates.sql_policy import load_sql_policy

__all__ = ["lint_slot_kinds"]


def lint_slot_kinds(names: Iterable[str]) -> tuple[Fault, ...]:
    """Give the faults of slot kinds; the good and bad examples of every rule of their policies are run."""
    found: list[Fault] = []
    for name in names:
        try:
            kind = load_slot_kind(name)
            found += missing_gates(kind)
            if kind.language == "python":
                load_policy(kind.folder / "policy.scm")
            if kind.language == "sql":
                found += load_sql_policy(kind.folder / "policy.yaml").missed_examples(kind.allow)
        except CatalogInvalid as error:
            found += error.faults
    return tuple(found)
