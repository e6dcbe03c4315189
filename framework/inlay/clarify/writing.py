"""Writes answers into a spec as examples: comments and order stay, the file is replaced whole and only when valid."""

import io
import os
import re
import stat
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inlay.clarify.yaml_nodes import SpecRepresenter, example_node
from inlay.errors import SpecInvalid, UsageError
from inlay.spec import load_spec
from inlay.spec.faults import Faults
from inlay.spec.reader import read_text

if TYPE_CHECKING:
    from ruamel.yaml import YAML

__all__ = ["Answer", "write_answers"]

_WIDTH = 120
_QUESTION = "\ue000"
"""Stands for `?` while the file is in the hands of the YAML library; no spec can hold it."""
_INDENTED = re.compile(r"^( *)[\w-]+:[ ]*(?:#.*)?\n(?:[ ]*(?:#.*)?\n)*( *)- ", re.MULTILINE)


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
    yaml = _yaml(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    document = yaml.load(text.replace("\r\n", "\n").replace("?", _QUESTION))
    for answer in answers:
        entry = _entry(document, answer.slot)
        entry.setdefault("examples", [])
        entry["examples"].append(example_node(answer.given, answer.then))
    drawn = io.StringIO()
    yaml.dump(document, drawn)
    return drawn.getvalue().replace(_QUESTION, "?").replace("\n", ending)


def _yaml(text: str) -> "YAML":
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.Representer = SpecRepresenter
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    offset = _list_indent(text)
    yaml.indent(mapping=2, sequence=2 + offset, offset=offset)
    yaml.explicit_start = text.startswith("---")
    return yaml


def _list_indent(text: str) -> int:
    """Give how far the dashes of a list stand behind its key in this file."""
    found = _INDENTED.search(text)
    return len(found[2]) - len(found[1]) if found and len(found[2]) >= len(found[1]) else 2


def _entry(document: Mapping[str, dict[str, list[object]]], slot: str) -> dict[str, list[object]]:
    section, _, rest = slot.partition(".")
    entries: Mapping[str, object] = document.get(section) or {}
    entry = entries.get(rest.removesuffix(".requires") if section == "flows" else rest)
    if not isinstance(entry, dict):
        raise UsageError(f"the spec has no slot {slot!r}", hint="ask again, the spec has changed since")
    return entry


def _replace(path: Path, text: str, *, shown: Path) -> None:
    """Put a new text in the place of a spec, when it is one."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", suffix=".yaml", delete=False
        ) as draft:
            draft.write(text)
        try:
            _check(Path(draft.name), shown)
            Path(draft.name).chmod(stat.S_IMODE(path.stat().st_mode))
            with Path(draft.name).open("rb") as written:
                os.fsync(written.fileno())
            Path(draft.name).replace(path)
        finally:
            Path(draft.name).unlink(missing_ok=True)
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
