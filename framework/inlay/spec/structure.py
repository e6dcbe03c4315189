"""Checks the shape of a spec and says in plain words where it is not kept."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from inlay.spec.document import Document, ExampleEntry, FlowEntry, QueryEntry, RuleEntry
from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.model import Place
from inlay.spec.nodes import Items, Keys, Node, Word, kind_of, plain

__all__ = ["check_structure"]

Location = Sequence[str | int]

_SECTIONS: dict[str, type[BaseModel]] = {"rules": RuleEntry, "queries": QueryEntry, "flows": FlowEntry}
_WANTED = {
    "string_type": "a text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "list_type": "a list",
    "int_type": "a whole number",
}


def check_structure(root: Node, faults: Faults) -> None:
    """Note every missing, unknown and misshapen part; what is too long is not read any further."""
    try:
        Document.model_validate(plain(root))
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=True, include_input=False)
        for found in errors:
            _note(root, found["loc"], found["type"], found.get("ctx", {}), faults)
        if any(found["type"] == "too_long" for found in errors):
            faults.check()


def _note(root: Node, where: Location, kind: str, context: dict[str, Any], faults: Faults) -> None:
    if where and where[0] == "flows" and len(where) > 3 and "examples" not in where:
        kind, where = "setting", where[:3]
    key = str(where[-1]) if where else ""
    if kind == "missing":
        faults.add(_key_place(root, where[:-1]), f"`{key}` is missing{_inside(where)}", _advice(key))
    elif kind == "extra_forbidden":
        faults.add(_key_place(root, where), f"unknown key `{key}`{_inside(where)}", did_you_mean(key, _keys(where)))
    elif kind == "literal_error":
        faults.add(_value_place(root, where), "this inlay reads version 1 of the spec", "write inlay: 1")
    elif kind == "setting":
        faults.add(_value_place(root, where), f"the setting `{key}` is one word", "as in from: draft")
    elif kind in _WANTED:
        found = _find(root, where)
        said = f"{_subject(where)} is {_WANTED[kind]}, not {kind_of(found) if found else 'this'}"
        faults.add(_value_place(root, where), said, _remedy(kind, found, key))
    else:
        faults.add(_value_place(root, where), f"{_subject(where)} is {_measure(kind, context)}")


def _remedy(kind: str, found: Node | None, key: str) -> str:
    if not key:
        return _advice("inlay")
    if kind != "string_type":
        return ""
    if not isinstance(found, Word):
        return "write it without [ ] or { }"
    return _advice(key) if found.value is None else "quote it"


def _find(root: Node, where: Location) -> Node | None:
    node: Node | None = root
    for step in where:
        if isinstance(node, Items) and isinstance(step, int):
            node = node.nodes[step]
        elif isinstance(node, Keys):
            node = node.get(str(step))
        else:
            return None
    return node


def _key_place(root: Node, where: Location) -> Place:
    parent = _find(root, where[:-1]) if where else None
    if isinstance(parent, Keys):
        return parent.place_of(str(where[-1]))
    return _value_place(root, where)


def _value_place(root: Node, where: Location) -> Place:
    found = _find(root, where)
    return found.place if found else root.place


def _inside(where: Location) -> str:
    owner = [str(step) for step in where[:-1] if isinstance(step, str)]
    return f" in {'.'.join(owner)}" if owner else ""


def _subject(where: Location) -> str:
    if not where:
        return "the spec"
    if isinstance(where[-1], int):
        return f"item {where[-1] + 1} of `{where[-2]}`"
    return f"`{where[-1]}`"


def _measure(kind: str, context: dict[str, Any]) -> str:
    match kind:
        case "string_too_short":
            return "too short"
        case "string_too_long":
            return f"longer than {context['max_length']} characters"
        case "too_short" | "string_pattern_mismatch":
            return "empty"
        case "too_long":
            return f"too long: more than {context['max_length']} entries"
    return f"wrong ({kind})"


def _keys(where: Location) -> list[str]:
    if len(where) == 1:
        model: type[BaseModel] = Document
    elif "examples" in where:
        model = ExampleEntry
    else:
        model = _SECTIONS[str(where[0])]
    return list(model.model_fields)


def _advice(key: str) -> str:
    return {
        "inlay": "start with `inlay: 1`",
        "does": "say in a sentence what it does",
        "requires": "say in a sentence what must hold",
        "template": "as in template: fastapi-service",
        "name": "as in name: orders",
        "on": "name the entity whose state it changes, as in on: Order",
        "returns": "as in returns: decimal, or [{day: date}] for rows",
        "then": "write what comes out",
        "uses": "as in uses: transition",
        "given": "write what goes in",
    }.get(key, "")
