"""Reads a file beside a spec that says something of its slots, as strictly as a spec; faults are told all at once."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from inlay.errors import SpecInvalid
from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.model import Place
from inlay.spec.nodes import Keys, kind_of
from inlay.spec.reader import read_text, read_yaml
from inlay_eval.suites.records import DataInvalid

__all__ = ["by_slot", "told_of"]


@contextmanager
def told_of(path: Path, *, hint: str) -> Iterator[Faults]:
    """Gather faults of a file; raise `DataInvalid` with them at the end, or earlier where there is no going on."""
    faults = Faults(str(path))
    try:
        yield faults
        faults.check()
    except SpecInvalid as error:
        raise DataInvalid(error.faults, hint=hint) from error


def by_slot(path: Path, slots: Collection[str], faults: Faults) -> Keys:
    """Give what a file says of each slot that it names, or end with the faults: it names others, or one twice."""
    text = read_text(path, faults)
    if not text.strip():
        faults.add(Place(), "the file is empty", "delete it, or name a slot in it")
        raise faults.error()
    root = read_yaml(text, faults)
    if not isinstance(root, Keys):
        faults.add(root.place, f"the file is a mapping of slots, not {kind_of(root)}")
        raise faults.error()
    for key, _ in root:
        if key.text not in slots:
            faults.add(key.place, f"there is no slot `{key.text}`", did_you_mean(key.text, slots))
    faults.check()
    return root
