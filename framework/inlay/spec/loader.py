"""Loads a spec: from a file that nobody trusts to checked values, or every fault in it at once."""

from collections.abc import Callable, Iterable
from pathlib import Path

from inlay.errors import Fault
from inlay.spec.entities import EntityReader
from inlay.spec.faults import Faults
from inlay.spec.model import Spec
from inlay.spec.names import NameChecker
from inlay.spec.nodes import Keys, Word
from inlay.spec.reader import read_text, read_yaml
from inlay.spec.sections import SectionReader
from inlay.spec.structure import check_structure

__all__ = ["load_spec"]


Fit = Callable[[Spec], Iterable[Fault]]


def load_spec(path: Path, fit: Fit | None = None) -> Spec:
    """Load a spec; raises `SpecInvalid` with every fault, `UsageError` when there is no such file.

    `fit` gives what else is wrong with what could be read, so that a person sees both at once.
    """
    faults = Faults(str(path))
    text = read_text(path, faults)
    root = read_yaml(text, faults)
    check_structure(root, faults)
    if not isinstance(root, Keys):
        raise faults.error()
    spec = _spec(path, text, root, faults)
    faults.join(fit(spec) if fit else ())
    faults.check()
    return spec


def _spec(path: Path, text: str, root: Keys, faults: Faults) -> Spec:
    name = root.get("name")
    if isinstance(name, Word) and isinstance(name.value, str):
        NameChecker(faults).project(name)
    entity_reader = EntityReader(faults)
    entities = entity_reader.read(root.get("entities"))
    sections = SectionReader({entity.name: entity for entity in entities}, faults)
    return Spec(
        path=str(path),
        source=text,
        template=root.text("template"),
        name=root.text("name"),
        description=root.text("description"),
        entities=entities,
        rules=sections.rules(root.get("rules")),
        queries=sections.queries(root.get("queries")),
        flows=sections.flows(root.get("flows")),
        places={
            **{key.text: value.place for key, value in root if isinstance(value, Word)},
            **entity_reader.places,
            **sections.places,
        },
    )
