"""What is wrong in the slot kinds of a catalog: settings nobody reads, gates or names that lack, rules that fail."""

from collections.abc import Iterable, Iterator

from inlay.catalog import SlotKind, load_slot_kind
from inlay.catalog.reading import fault_at
from inlay.errors import CatalogInvalid, Fault, UsageError
from inlay.gates.allow_lists import missing_names
from inlay.gates.policy_rules import load_policy
from inlay.gates.registry import missing_gates
from inlay.gates.sql_policy import load_sql_policy
from inlay.languages.grammar import grammar_faults
from inlay.prompts.registry import PRODUCTION, default_registry

__all__ = ["lint_slot_kinds"]


def lint_slot_kinds(names: Iterable[str]) -> tuple[Fault, ...]:
    """Give the faults of slot kinds; the good and bad examples of every rule of their policies are run."""
    found: list[Fault] = []
    for name in names:
        try:
            kind = load_slot_kind(name)
            found += [*missing_gates(kind), *_prompt_faults(kind), *grammar_faults(kind)]
            found += [fault_at(kind.folder / "slot.yaml", place, said) for place, said in missing_names(kind)]
            if kind.language == "python":
                load_policy(kind.folder / "policy.scm")
            if kind.language == "sql":
                found += load_sql_policy(kind.folder / "policy.yaml").missed_examples(kind.allow)
        except CatalogInvalid as error:
            found += error.faults
    return tuple(found)


def _prompt_faults(kind: SlotKind) -> Iterator[Fault]:
    """Give what keeps a kind's prompt from being asked."""
    try:
        if PRODUCTION not in default_registry().entry(kind.prompt).labels:
            yield _of(kind, f"the prompt `{kind.prompt}` has no label {PRODUCTION}, by which it is asked")
    except UsageError as error:
        yield _of(kind, str(error), error.hint)


def _of(kind: SlotKind, message: str, hint: str = "") -> Fault:
    return fault_at(kind.folder / "slot.yaml", ("prompt",), message, hint)
