"""Reads one YAML file of a catalog into a pydantic model, every fault with its place."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from inlay.errors import CatalogInvalid, Fault

__all__ = ["Location", "fault_at", "read_plain", "read_text", "read_yaml", "said_of"]

Manifest = TypeVar("Manifest", bound=BaseModel)
Location = tuple[str | int, ...]

_LARGEST = 1_000_000


def read_text(path: Path) -> str:
    """Read a text file of a catalog, without the byte order mark of some editors; a link or a giant is refused."""
    if path.is_symlink():
        raise CatalogInvalid((_fault(path, "a link is not followed", "put the file itself here"),))
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CatalogInvalid((_fault(path, f"cannot be read: {reason}", ""),)) from None
    if len(content) > _LARGEST:
        raise CatalogInvalid((_fault(path, f"larger than {_LARGEST:,} bytes", "split it"),))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line, begins = content.count(b"\n", 0, error.start) + 1, content.rfind(b"\n", 0, error.start) + 1
        column = len(content[begins : error.start].decode()) + 1
        fault = Fault(file=str(path), line=line, column=column, message="not UTF-8", hint="save it as UTF-8")
        raise CatalogInvalid((fault,)) from None


def read_yaml(path: Path, model: type[Manifest]) -> Manifest:
    """Read a YAML file into a model; raises `CatalogInvalid` with all its faults."""
    loaded = read_plain(path)
    try:
        return model.model_validate(loaded)
    except ValidationError as error:
        found = [(tuple(fault["loc"]), said_of(fault["type"], fault["msg"])) for fault in error.errors()]
        raise CatalogInvalid(tuple(fault_at(path, loc, message) for loc, message in found)) from None


def read_plain(path: Path) -> Any:
    """Read what a YAML file holds as plain data; a key that stands twice in one mapping is a fault."""
    text = read_text(path)
    try:
        loaded = yaml.safe_load(text)
        twice = tuple(_keys_twice(path, yaml.compose(text, Loader=yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"not YAML: {error.problem or error.context}"
        raise CatalogInvalid((Fault(file=str(path), line=line, column=column, message=message),)) from None
    except yaml.reader.ReaderError as error:
        raise CatalogInvalid((_unreadable(path, text, error),)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise CatalogInvalid((_fault(path, f"not YAML: {error}", ""),)) from None
    except RecursionError:
        raise CatalogInvalid((_fault(path, "nested too deep", "make it flatter"),)) from None
    if twice:
        raise CatalogInvalid(twice)
    return loaded


def _unreadable(path: Path, text: str, error: yaml.reader.ReaderError) -> Fault:
    line, column = text.count("\n", 0, error.position) + 1, error.position - text.rfind("\n", 0, error.position)
    message = f"not YAML: the character #x{ord(text[error.position]):04x} may not stand there"
    return Fault(file=str(path), line=line, column=column, message=message, hint="remove it")


def _keys_twice(path: Path, node: yaml.Node | None) -> Iterator[Fault]:
    """Give the keys that stand in one mapping twice: YAML would take the last, and nobody would know."""
    waiting, looked_at = [node], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in looked_at:
            continue
        looked_at.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in node.value]
            names = [str(key.value) for key, _ in node.value]
            for place, (key, _) in enumerate(node.value):
                if names[place] in names[:place]:
                    mark, message = key.start_mark, f"`{names[place]}` stands here twice"
                    yield Fault(file=str(path), line=mark.line + 1, column=mark.column + 1, message=message)


def fault_at(path: Path, location: Location, message: str, hint: str = "") -> Fault:
    """Make a fault whose line and column are those of a key or item in a YAML file."""
    node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    mark = node.start_mark if node else None
    for step in location:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            pair = (node.value[step], node.value[step])
        else:
            pair = None
        if pair is None:
            break
        mark, node = pair[0].start_mark, pair[1]
    where = ".".join(str(step) for step in location if step != "[key]")
    said = f"{where}: {message}" if where else message
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Fault(file=str(path), line=line, column=column, message=said, hint=hint)


def said_of(kind: str, message: str) -> str:
    """Say what pydantic found, by its type and message, in our words."""
    if kind == "extra_forbidden":
        return "this key is not known here"
    if kind in ("model_type", "dict_type"):
        return "keys with their values are expected here"
    told = message.removeprefix("Value error, ")
    return told[:1].lower() + told[1:]


def _fault(path: Path, message: str, hint: str) -> Fault:
    return Fault(file=str(path), line=1, column=1, message=message, hint=hint)
