"""Reads the hidden cases beside a spec, as strictly as examples of its own; a fault is told at its place there."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from inlay.slot import Slot
from inlay.spec import Example, Spec
from inlay.spec.faults import Faults
from inlay.spec.nodes import Keys, Node, Word
from inlay.spec.reader import read_yaml
from inlay.spec.sections import SectionReader
from inlay.spec.structure import check_structure
from inlay_eval.slotbench.beside import by_slot, told_of

__all__ = ["hidden_cases"]

_HINT = "give a slot of the spec with its cases, as `rules.total: [{given: {order: {}}, then: 0}]`"
_EXAMPLES = "examples"
_SECTIONS = ("rules", "queries", "flows")


def hidden_cases(path: Path, spec: Spec, slots: Sequence[Slot]) -> dict[str, tuple[Example, ...]]:
    """Give the hidden cases of each slot that the file names; the other slots have none.

    Raises:
        DataInvalid: The file is no YAML, names a slot twice or one that the spec has not, or holds cases that do not
            fit their slot; carries every one of these faults with its place.
    """
    with told_of(path, hint=_HINT) as faults:
        named = by_slot(path, [slot.id for slot in slots], faults)
        examples = _examples(named, spec, faults)
    return {key.text: examples[_entry(key.text)] for key, _ in named}


def _entry(slot: str) -> str:
    """Give where a slot stands in a spec: `flows.pay` of `flows.pay.requires`."""
    return ".".join(slot.split(".")[:2])


def _examples(named: Keys, spec: Spec, faults: Faults) -> dict[str, tuple[Example, ...]]:
    """Read those entries of the spec once more with hidden cases in place of their examples; all else is sound."""
    root = read_yaml(spec.source, Faults(spec.path))
    assert isinstance(root, Keys)
    cases = {_entry(key.text): node for key, node in named}
    swapped = Keys(tuple((key, _section(key.text, node, cases)) for key, node in root), root.place)
    check_structure(swapped, faults)
    faults.check()
    reader = SectionReader({entity.name: entity for entity in spec.entities}, faults)
    return {
        **{f"rules.{rule.name}": rule.examples for rule in reader.rules(swapped.get("rules"))},
        **{f"queries.{query.name}": query.examples for query in reader.queries(swapped.get("queries"))},
        **{f"flows.{flow.name}": flow.examples for flow in reader.flows(swapped.get("flows"))},
    }


def _section(name: str, node: Node, cases: Mapping[str, Node]) -> Node:
    if name not in _SECTIONS or not isinstance(node, Keys):
        return node
    kept = [(key, entry, cases.get(f"{name}.{key.text}")) for key, entry in node]
    return Keys(tuple((key, _with(entry, found)) for key, entry, found in kept if found), node.place)


def _with(entry: Node, cases: Node) -> Node:
    if not isinstance(entry, Keys):
        return entry
    rest = (pair for pair in entry if pair[0].text != _EXAMPLES)
    return Keys((*rest, (Word(_EXAMPLES, cases.place), cases)), entry.place)
