"""Writes answers into a spec as examples; the file is replaced whole and only when it is valid with them."""

import contextlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inlay.clarify.inserting import with_example
from inlay.clarify.yaml_nodes import example_node
from inlay.drafts import draft_beside
from inlay.errors import SpecInvalid, UsageError
from inlay.spec import load_spec
from inlay.spec.faults import Faults
from inlay.spec.reader import read_text

__all__ = ["Answer", "write_answers"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is right on an input of a slot."""

    slot: str
    given: Mapping[str, object]
    then: object


def write_answers(path: Path, answers: Sequence[Answer]) -> None:
    """Add an example for each answer; raises `SpecInvalid`, and writes nothing, when the spec would have faults."""
    if not answers:
        return
    place = path.resolve()
    load_spec(place)
    text = read_text(place, Faults(str(path)))
    _replace(place, _with_examples(text, answers), shown=path)


def _with_examples(text: str, answers: Sequence[Answer]) -> str:
    for answer in answers:
        text = with_example(text, answer.slot, example_node(answer.given, answer.then))
    return text


def _replace(path: Path, text: str, *, shown: Path) -> None:
    """Put a new text in the place of a spec, when it is one and the old one may be written."""
    if not os.access(path, os.W_OK):
        raise UsageError(f"{shown} cannot be written: it is read-only", hint="make it writable, or answer in a copy")
    try:
        with draft_beside(path, ".yaml") as draft:
            draft.write_text(text, encoding="utf-8", newline="")
            _check(draft, shown)
            before = path.stat()
            with contextlib.suppress(PermissionError):
                os.chown(draft, before.st_uid, before.st_gid)
            draft.chmod(stat.S_IMODE(before.st_mode))
            with draft.open("rb") as written:
                os.fsync(written.fileno())
            draft.replace(path)
    except OSError as error:
        raise UsageError(f"{shown} cannot be written: {error.strerror}") from error


def _check(draft: Path, shown: Path) -> None:
    """Load the draft; its faults are told with the name of the spec."""
    from dataclasses import replace

    try:
        load_spec(draft)
    except SpecInvalid as error:
        faults = tuple(replace(fault, file=str(shown)) for fault in error.faults)
        raise SpecInvalid(faults, hint="nothing was written; answer otherwise") from None
