"""The right bodies of a spec's slots, in `<name>.reference.yaml` beside it."""

from collections.abc import Collection
from pathlib import Path

from inlay.spec.nodes import Word, kind_of
from inlay_eval.slotbench.beside import by_slot, told_of

__all__ = ["references_of"]


def references_of(spec: Path, slots: Collection[str]) -> dict[str, str]:
    """Give the right body of each slot that has one; none where there is no such file.

    Raises:
        DataInvalid: The file is no YAML, names a slot twice or one that the spec has not, or something is no body.
    """
    path = spec.with_suffix(".reference.yaml")
    if not path.is_file():
        return {}
    bodies: dict[str, str] = {}
    with told_of(path, hint="give a slot of the spec with its right body, as `rules.total: return 1`") as faults:
        for key, node in by_slot(path, slots, faults):
            if isinstance(node, Word) and node.text.strip():
                bodies[key.text] = node.text
            else:
                faults.add(node.place, f"the body of {key.text} is text, not {kind_of(node)}")
    return bodies
