"""Whether what stands behind a dot, is compared with an enum or made a text exists in the contract."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from inlay.contract import (
    DecimalType,
    Entity,
    EnumType,
    MapType,
    OptionalType,
    Scalar,
    walk,
)
from inlay.gates.nearest import meant
from inlay.gates.python_texts import texts_of_no_text
from inlay.gates.shapes import UNKNOWN, Environment, Reader, Shape, entity_of, item_of, without_none

__all__ = ["unknown_member"]

_WITH_KEY = frozenset({"sorted", "min", "max", "sort"})
_WITH_FUNCTION_FIRST = frozenset({"map", "filter"})


def unknown_member(tree: ast.Module, reader: Reader, members: Mapping[str, Sequence[str]]) -> str:
    """Say which field, member or enum value a body names that does not exist; empty when all do."""
    return next(_Checker(reader, members).faults(tree), "")


class _Checker:
    def __init__(self, reader: Reader, members: Mapping[str, Sequence[str]]) -> None:
        self._reader = reader
        self._members = members
        self._anywhere = {name for names in members.values() for name in names} | {
            field.name for entity in reader.contract.entities for field in entity.fields
        }

    def faults(self, tree: ast.Module) -> Iterator[str]:
        names = self._reader.locals_of(tree.body)
        yield from self._in(tree.body, names)
        yield from self._results(tree, names)

    def _in(self, nodes: Sequence[ast.AST], names: Environment) -> Iterator[str]:
        for node in nodes:
            inner = names
            yield from texts_of_no_text(node, lambda value: self._reader.shape(value, names))
            match node:
                case ast.Attribute():
                    yield from self._attribute(node, names)
                case ast.Compare():
                    yield from self._comparison(node, names)
                case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                    inner = self._reader.inside(node.generators, names)
                case ast.Call():
                    yield from self._in(self._lambdas(node), self._handed(node, names))
                case ast.Lambda():
                    inner = {**names, **dict.fromkeys(_arguments(node), UNKNOWN)}
            children = [child for child in ast.iter_child_nodes(node) if child not in self._bodies(node)]
            yield from self._in(children, inner)

    def _bodies(self, node: ast.AST) -> Sequence[ast.AST]:
        """Lambdas of a call are read once, with what the call hands them."""
        if isinstance(node, ast.Call):
            return [child for child in node.args if isinstance(child, ast.Lambda)]
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Lambda):
            return [node.value]
        return []

    def _lambdas(self, call: ast.Call) -> list[ast.expr]:
        given = [*call.args, *(word.value for word in call.keywords)]
        return [argument.body for argument in given if isinstance(argument, ast.Lambda)]

    def _handed(self, call: ast.Call, names: Environment) -> Environment:
        given = [*call.args, *(word.value for word in call.keywords)]
        parameters = [name for argument in given if isinstance(argument, ast.Lambda) for name in _arguments(argument)]
        if len(parameters) != 1:
            return {**names, **dict.fromkeys(parameters, UNKNOWN)}
        return {**names, parameters[0]: self._handed_shape(call, names)}

    def _handed_shape(self, call: ast.Call, names: Environment) -> Shape:
        match call:
            case ast.Call(func=ast.Name(id=name), args=[first]) if name in _WITH_KEY:
                return self._item(first, names)
            case ast.Call(func=ast.Name(id=name), args=[ast.Lambda(), second]) if name in _WITH_FUNCTION_FIRST:
                return self._item(second, names)
            case ast.Call(func=ast.Attribute(attr="groupby"), args=[first, *_]):
                return self._item(first, names)
        return UNKNOWN

    def _item(self, node: ast.expr, names: Environment) -> Shape:
        return item_of(self._reader.shape(node, names))

    def _attribute(self, node: ast.Attribute, names: Environment) -> Iterator[str]:
        owner = without_none(self._reader.shape(node.value, names))
        entity = entity_of(owner, self._reader.entities)
        if entity:
            yield from _field(node, entity)
            return
        called, known = self._known(node.value, owner, names)
        if known is not None and node.attr not in known:
            yield f"line {node.lineno}: `{node.attr}` is not known of {called}{meant(node.attr, known)}"

    def _known(self, value: ast.expr, owner: Shape, names: Environment) -> tuple[str, Sequence[str] | set[str] | None]:
        if isinstance(value, ast.Name) and value.id not in names:
            return f"`{value.id}`", self._members.get(value.id, [])
        called = _called(owner)
        if called:
            return f"a value of type {called}", self._members.get(called, [])
        return "any field or type in scope", self._anywhere

    def _comparison(self, node: ast.Compare, names: Environment) -> Iterator[str]:
        sides = [node.left, *node.comparators]
        for first, second in pairwise(sides):
            if isinstance(second, ast.Constant) and second.value is None and self._always_there(first, names):
                yield f"line {node.lineno}: `{ast.unparse(first)}` is never missing; leave the test for None out"
            for enum, literal in ((first, second), (second, first)):
                kind = without_none(self._reader.shape(enum, names))
                if isinstance(kind, EnumType):
                    yield from _values(kind, literal)

    def _always_there(self, node: ast.expr, names: Environment) -> bool:
        """Say whether a node is a field that the contract does not call optional."""
        shape = self._reader.shape(node, names)
        return isinstance(node, ast.Attribute) and shape is not UNKNOWN and not isinstance(shape, OptionalType)

    def _results(self, tree: ast.Module, names: Environment) -> Iterator[str]:
        del names
        enums = [kind for kind in walk(self._reader.contract.result) if isinstance(kind, EnumType)]
        for node in ast.walk(tree):
            if enums and isinstance(node, ast.Return) and node.value:
                yield from _returned(enums[0], node.value)


def _arguments(node: ast.Lambda) -> list[str]:
    return [argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)]


def _field(node: ast.Attribute, entity: Entity) -> Iterator[str]:
    fields = [field.name for field in entity.fields]
    if node.attr not in fields:
        yield f"line {node.lineno}: {entity.name} has no field `{node.attr}`{meant(node.attr, fields)}"


def _called(shape: Shape) -> str:
    match shape:
        case Scalar(name):
            return name
        case EnumType():
            return "str"
        case DecimalType():
            return "Decimal"
        case MapType():
            return "dict"
    return ""


def _values(kind: EnumType, literal: ast.expr) -> Iterator[str]:
    match literal:
        case ast.Constant(value=str(value)) if value not in kind.values:
            yield f"line {literal.lineno}: {value!r} is none of {', '.join(kind.values)}{meant(value, kind.values)}"
        case ast.Tuple(elts=elts) | ast.List(elts=elts) | ast.Set(elts=elts):
            for item in elts:
                yield from _values(kind, item)


def _returned(kind: EnumType, value: ast.expr) -> Iterator[str]:
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            yield from _returned(kind, body)
            yield from _returned(kind, orelse)
        case ast.BoolOp(values=values):
            for inner in values:
                yield from _returned(kind, inner)
        case _:
            yield from _values(kind, value)
