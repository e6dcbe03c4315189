"""What an interface can offer of an entity: orders to sort by, filters, and values that only flows may set."""

from collections.abc import Collection, Iterable

from inlay.render.shapes import Plain

__all__ = ["add_offers"]

_RANGES = frozenset(("int", "decimal", "date", "datetime"))
_EQUAL = frozenset(("str", "bool", "enum", "reference"))
_OF_PAGES = frozenset(("limit", "cursor", "sort"))


def add_offers(entity: Plain, flows: Iterable[Plain]) -> None:
    """Add `sortable`, `creatable`, `changeable` and `reached` to the fields of an entity, and `filters` to the entity.

    `reached` are the values that flows lead to: a field that has one of them is moved on by flows alone.
    """
    reached = _reached(flows)
    for field in entity["fields"]:
        field["sortable"] = _is_sortable(field)
        field["creatable"] = field["changeable"] = field["reached"] = None
        if field["kind"] == "enum":
            values: list[str] = field["type"]["values"]
            closed = reached.get(field["name"], set())
            field["reached"] = [value for value in values if value in closed]
            field["changeable"] = [value for value in values if value not in closed]
            field["creatable"] = [
                value for value in values if value not in closed or value == field["default"]
            ] or values
    entity["filters"] = list(_filters(entity["fields"]))


def _reached(flows: Iterable[Plain]) -> dict[str, set[object]]:
    found: dict[str, set[object]] = {}
    for flow in flows:
        if flow["field"]:
            found.setdefault(flow["field"]["name"], set()).add(flow["settings"].get("to"))
    return found


def _is_sortable(field: Plain) -> bool:
    plain = field["kind"] in _RANGES or (field["kind"] == "str" and field["unique"])
    return plain and not field["optional"]


def _filters(fields: list[Plain]) -> Iterable[Plain]:
    names = {field["name"] for field in fields} | {field["column"] for field in fields}
    stems = [_stem(field["name"]) for field in fields if field["kind"] in _RANGES]
    for field in fields:
        if field["kind"] in _EQUAL and field["column"] not in _OF_PAGES:
            yield {
                "name": field["column"],
                "kind": "equal",
                "field": field,
                "type": field["type"] | {"optional": False},
            }
        elif field["kind"] in _RANGES:
            stem = _stem(field["name"])
            unclear = stems.count(stem) > 1 or _clashes(stem, names)
            yield from _range(field, field["name"] if unclear else stem, names)


def _range(field: Plain, stem: str, names: Collection[str]) -> Iterable[Plain]:
    kind = field["type"] | {"optional": False}
    for end, operator in (("from", ">="), ("to", "<=")):
        name = f"{stem}_{end}"
        if name not in names:
            yield {"name": name, "kind": "range", "field": field, "type": kind, "operator": operator}


def _clashes(stem: str, names: Collection[str]) -> bool:
    return f"{stem}_from" in names or f"{stem}_to" in names


def _stem(name: str) -> str:
    return name.removesuffix("_on").removesuffix("_at") or name
