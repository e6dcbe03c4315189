"""What a template sees of a spec: dicts, lists, texts and numbers, in the order of the spec."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from decimal import Decimal

from inlay.contract import Entity, EntityType, Field, Parameter
from inlay.contract.naming import class_name, foreign_key, snake_case, table_name, variable_name
from inlay.render.filters import kebab_case, words
from inlay.render.graph import Graph, graph_of
from inlay.render.offers import add_offers
from inlay.render.schema import schema_of
from inlay.render.shapes import Plain, field_shape, parameter_shape, type_shape
from inlay.spec.flow_states import moved_field, states_in
from inlay.spec.model import Example, Flow, Query, Rule, Spec

__all__ = ["context_of"]

_IN_A_URL = frozenset(("str", "int", "decimal", "bool", "date", "datetime", "enum"))


def context_of(spec: Spec) -> Plain:
    """Give everything that a template may say about a spec."""
    graph = graph_of(spec.entities)
    order, late = graph.creation_order()
    behind = graph.behind_circles()
    entities: dict[str, Plain] = {entity.name: _entity(entity, graph, late, behind) for entity in spec.entities}
    declared = {entity.name: entity for entity in spec.entities}
    flows = [_flow(flow, entities[flow.on], moved_field(declared[flow.on], flow.settings)) for flow in spec.flows]
    rules = [_rule(rule, entities) for rule in spec.rules]
    for name, entity in entities.items():
        moves = _with_paths([flow for flow in flows if flow["on"] == name], name, ())
        taken = {str(flow["path"]) for flow in moves}
        entity["flows"] = moves
        entity["exports_alone"] = _exports(entity)
        entity["members"] = [entities[part] for part in graph.parts(name)]
        entity["exports"] = [name for member in (entity, *entity["members"]) for name in _exports(member)]
        entity["pointed_by"] = [
            {"snake": variable_name(link.source), "words": words(link.source), "field": link.field}
            for links in graph.links.values()
            for link in links
            if link.target == name and not link.owns and link.source != name and link.source in graph.roots()
        ]
        add_offers(entity, moves)
        entity["rules"] = _with_paths([rule for rule in rules if rule["exposed_on"] == name], name, taken)
    context = {
        "name": spec.name,
        "package": snake_case(spec.name.replace("-", "_")),
        "prefix": snake_case(spec.name.replace("-", "_")).upper(),
        "description": spec.description,
        "entities": list(entities.values()),
        "entity": entities,
        "aggregates": [entities[name] for name in graph.roots()],
        "tables": [entities[name] for name in order],
        "rules": rules,
        "queries": [_query(query) for query in spec.queries],
        "flows": flows,
        "loads": {name: [list(path) for path in graph.reference_paths(name)] for name in entities},
    }
    return context | {"schema": [asdict(table) for table in schema_of(context)], "migrations": []}


def _entity(entity: Entity, graph: Graph, late: Collection[tuple[str, str]], behind: Collection[str]) -> Plain:
    owners = graph.owners(entity.name)
    links = {link.field: link for link in graph.links[entity.name]}
    fields = [
        field_shape(field)
        | {
            "late": (entity.name, field.name) in late,
            "ambiguous": field.name in links and graph.count_between(links[field.name]) > 1,
            "class_name": entity.name + class_name(field.name),
        }
        for field in entity.fields
    ]
    return {
        "name": entity.name,
        "snake": variable_name(entity.name),
        "key": foreign_key(entity.name),
        "table": table_name(entity.name),
        "kebab": kebab_case(entity.name),
        "path": kebab_case(table_name(entity.name)),
        "words": words(entity.name),
        "many": words(table_name(entity.name)),
        "root": graph.root_of(entity.name),
        "module": variable_name(graph.root_of(entity.name)),
        "parts": list(graph.parts(entity.name)),
        "owners": [{"entity": owner, "column": foreign_key(owner), "table": table_name(owner)} for owner in owners],
        "fields": fields,
        "references": [field["name"] for field in fields if field["kind"] == "reference"],
        "behind_circle": entity.name in behind,
        "placed": any(field["target"] or field["unique"] for field in fields),
    }


def _exports(entity: Plain) -> list[str]:
    """Give the classes of an entity: its own and one for each of its enums."""
    return [entity["name"], *(field["class_name"] for field in entity["fields"] if field["kind"] == "enum")]


def _rule(rule: Rule, entities: Mapping[str, Plain]) -> Plain:
    parameters = [parameter_shape(parameter) for parameter in rule.takes]
    return {
        "name": rule.name,
        "slot": f"rules.{rule.name}",
        "does": rule.does,
        "parameters": parameters,
        "returns": type_shape(rule.returns),
        "examples": [_example(example, rule.takes) for example in rule.examples],
        "exposed_on": _exposed_on(parameters, type_shape(rule.returns), entities),
    }


def _exposed_on(parameters: list[Plain], result: Plain, entities: Mapping[str, Plain]) -> str | None:
    """Give the aggregate under whose address a rule can be asked: its first parameter, the others fit in a query."""
    if not parameters or result["kind"] not in _IN_A_URL:
        return None
    first, *others = (parameter["type"] for parameter in parameters)
    if first["kind"] != "entity" or first["optional"] or entities[first["entity"]]["root"] != first["entity"]:
        return None
    return str(first["entity"]) if all(kind["kind"] in _IN_A_URL for kind in others) else None


def _query(query: Query) -> Plain:
    result = type_shape(query.returns)
    item = result["item"] if result["kind"] == "list" else result
    return {
        "name": query.name,
        "slot": f"queries.{query.name}",
        "path": kebab_case(query.name),
        "does": query.does,
        "parameters": [parameter_shape(parameter) for parameter in query.takes],
        "columns": item["columns"] if item["kind"] == "record" else [],
        "examples": [_example(example, query.takes) for example in query.examples],
    }


def _flow(flow: Flow, entity: Plain, moved: Field | None) -> Plain:
    parameter = Parameter(name=variable_name(flow.on), type=EntityType(flow.on))
    return {
        "name": flow.name,
        "slot": f"flows.{flow.name}.requires",
        "uses": flow.uses,
        "on": flow.on,
        "requires": flow.requires,
        "settings": dict(flow.settings),
        "leaves": list(states_in(flow.settings.get("from", []))),
        "field": next((field for field in entity["fields"] if moved and field["name"] == moved.name), None),
        "parameter": parameter_shape(parameter),
        "examples": [_example(example, (parameter,)) for example in flow.examples],
    }


def _with_paths(members: list[Plain], entity: str, taken: Collection[str]) -> list[Plain]:
    """Give each rule or flow of an aggregate its last path segment: without the entity's name where that is unique."""
    short = [_short(str(member["name"]), snake_case(entity)) for member in members]
    for member, segment in zip(members, short, strict=True):
        clash = short.count(segment) > 1 or kebab_case(segment) in taken
        member["path"] = kebab_case(str(member["name"]) if clash else segment)
    return members


def _short(name: str, entity: str) -> str:
    shorter = name.removeprefix(f"{entity}_").removesuffix(f"_{entity}")
    return shorter or name


def _example(example: Example, takes: tuple[Parameter, ...]) -> Plain:
    given = {str(key): _plain(value) for key, value in example.given.items()}
    return {"given": given, "then": _plain(example.then), "names": [parameter.name for parameter in takes]}


def _plain(value: object) -> object:
    """Copy data of a spec; dates become text, so that templates spell each by its declared type."""
    match value:
        case None | bool() | int() | str() | Decimal():
            return value
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
