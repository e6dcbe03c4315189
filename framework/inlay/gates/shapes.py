"""What the expressions of a Python body are, as far as the contract tells: the shapes.

A shape is only claimed when every way to a name gives the same one, so a check that relies on a
shape never refuses an honest body. Whatever is not plain is `UNKNOWN`; the type gate sees to the rest.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
    EntityType,
    ListType,
    MapType,
    OptionalType,
    ReferenceType,
    Scalar,
    Type,
)

__all__ = ["UNKNOWN", "Environment", "Reader", "Row", "Shape", "entity_of", "item_of", "without_none"]


class _Unclaimed(Enum):
    UNKNOWN = "unknown"
    NOTHING = "nothing"


UNKNOWN = _Unclaimed.UNKNOWN
_NOTHING = _Unclaimed.NOTHING
"""The shape of `None`, which any other shape may join."""


@dataclass(frozen=True, slots=True)
class Row:
    """A tuple of known length."""

    items: tuple["Shape", ...]


Shape = Type | Row | _Unclaimed
Environment = Mapping[str, Shape]

_SAME_ITEMS = frozenset({"sorted", "list", "reversed", "tuple", "set", "frozenset"})
_ONE_OF = frozenset({"min", "max", "next"})
_CALLED: dict[str, Type] = {
    "Decimal": DecimalType(), "len": Scalar("int"), "int": Scalar("int"), "str": Scalar("str"),
    "date": Scalar("date"), "datetime": Scalar("datetime"), "bool": Scalar("bool"), "any": Scalar("bool"),
    "all": Scalar("bool"), "range": ListType(Scalar("int")),
}  # fmt: skip


def without_none(shape: Shape) -> Shape:
    """Give the shape that a value has when it is there."""
    return without_none(shape.inner) if isinstance(shape, OptionalType) else shape


def entity_of(shape: Shape, entities: Mapping[str, Entity]) -> Entity | None:
    """Give the entity that a value is, if it is one in reach."""
    inner = without_none(shape)
    return entities.get(inner.entity) if isinstance(inner, EntityType | ReferenceType) else None


def item_of(shape: Shape) -> Shape:
    """Give what a loop over a value gives."""
    match without_none(shape):
        case ListType(item):
            return item
        case MapType() | Scalar("str"):
            return Scalar("str")
    return UNKNOWN


def joined(first: Shape, second: Shape) -> Shape:
    """Give the shape of a value that comes from either of two places."""
    if first is _NOTHING or second is _NOTHING:
        return second if first is _NOTHING else first
    return without_none(first) if without_none(first) == without_none(second) else UNKNOWN


@dataclass(slots=True)
class Reader:
    """Reads shapes off expressions. `locals_of` gives the names of a body with theirs."""

    contract: Contract
    entities: dict[str, Entity] = field(init=False)

    def __post_init__(self) -> None:
        self.entities = {entity.name: entity for entity in self.contract.entities}

    def locals_of(self, body: Sequence[ast.stmt]) -> dict[str, Shape]:
        """Give the shape of every parameter and local of a body."""
        found: dict[str, Shape] = {parameter.name: parameter.type for parameter in self.contract.parameters}
        for _ in range(2):
            for node in _in_order(body):
                self._bind_statement(node, found)
        return found

    def shape(self, node: ast.expr, names: Environment) -> Shape:
        """Give the shape of an expression."""
        match node:
            case ast.Name(id=name):
                return names.get(name, UNKNOWN)
            case ast.Attribute(value=value, attr=attr):
                owner = entity_of(self.shape(value, names), self.entities)
                found = owner.field(attr) if owner else None
                return found.type if found else UNKNOWN
            case ast.Constant(value=value):
                return _constant(value)
            case ast.IfExp(body=body, orelse=orelse):
                return joined(self.shape(body, names), self.shape(orelse, names))
            case ast.BoolOp(values=values):
                return self._all_alike(values, names)
            case ast.Subscript(value=value, slice=index):
                return self._subscript(self.shape(value, names), index)
            case ast.Call():
                return self._call(node, names)
            case ast.NamedExpr(value=value):
                return self.shape(value, names)
        return self._container(node, names)

    def inside(self, generators: Sequence[ast.comprehension], names: Environment) -> dict[str, Shape]:
        """Give the names as they stand inside a comprehension."""
        inner = dict(names)
        for generator in generators:
            _bind(generator.target, item_of(self.shape(generator.iter, inner)), inner, anew=True)
        return inner

    def of_key(self, call: ast.Call, names: Environment) -> Shape:
        """Give what the `key` or function of `sorted`, `min`, `max`, `groupby`… is handed."""
        return item_of(self.shape(call.args[0], names)) if call.args else UNKNOWN

    def _container(self, node: ast.expr, names: Environment) -> Shape:
        match node:
            case ast.Tuple(elts=elts):
                return Row(tuple(self.shape(item, names) for item in elts))
            case ast.List(elts=elts) | ast.Set(elts=elts) if elts:
                return _list(self._all_alike(elts, names))
            case ast.ListComp(elt=elt, generators=generators) | ast.SetComp(elt=elt, generators=generators):
                return _list(self.shape(elt, self.inside(generators, names)))
            case ast.GeneratorExp(elt=elt, generators=generators):
                return _list(self.shape(elt, self.inside(generators, names)))
        return UNKNOWN

    def _all_alike(self, nodes: Sequence[ast.expr], names: Environment) -> Shape:
        result: Shape = _NOTHING
        for node in nodes:
            result = joined(result, self.shape(node, names))
        return result

    def _subscript(self, owner: Shape, index: ast.expr) -> Shape:
        match without_none(owner):
            case ListType() as kind:
                return kind if isinstance(index, ast.Slice) else kind.item
            case MapType(value):
                return value
            case Row(items) if isinstance(index, ast.Constant) and isinstance(index.value, int):
                return items[index.value] if -len(items) <= index.value < len(items) else UNKNOWN
        return UNKNOWN

    def _call(self, call: ast.Call, names: Environment) -> Shape:
        match call.func:
            case ast.Name(id=name):
                return self._call_of_name(name, call, names)
            case ast.Attribute(value=value, attr=attr):
                return self._call_of_member(without_none(self.shape(value, names)), attr, call, names)
        return UNKNOWN

    def _call_of_name(self, name: str, call: ast.Call, names: Environment) -> Shape:
        if name in _CALLED:
            return _CALLED[name]
        if not call.args or any(isinstance(argument, ast.Starred) for argument in call.args):
            return UNKNOWN
        first = self.shape(call.args[0], names)
        if name in _SAME_ITEMS:
            return _list(item_of(first))
        if name in _ONE_OF and (len(call.args) == 1 or name == "next"):
            defaults = [word.value for word in call.keywords if word.arg == "default"] + call.args[1:]
            return joined(item_of(first), self._all_alike(defaults, names))
        if name in _ONE_OF:
            return self._all_alike(call.args, names)
        if name == "enumerate":
            return _list(Row((Scalar("int"), item_of(first))))
        if name == "zip":
            return _list(Row(tuple(item_of(self.shape(argument, names)) for argument in call.args)))
        if name == "filter" and len(call.args) == 2:
            return _list(item_of(self.shape(call.args[1], names)))
        return UNKNOWN

    def _call_of_member(self, owner: Shape, attr: str, call: ast.Call, names: Environment) -> Shape:
        match owner, attr:
            case MapType(value), "items":
                return _list(Row((Scalar("str"), value)))
            case MapType(value), "values":
                return _list(value)
            case MapType(), "keys":
                return ListType(Scalar("str"))
            case MapType(value), "get":
                return joined(value, self._all_alike(call.args[1:], names))
            case DecimalType(), "quantize":
                return DecimalType()
            case ListType() as kind, "copy":
                return kind
        return UNKNOWN

    def _bind_statement(self, node: ast.AST, names: dict[str, Shape]) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                shape = self.shape(value, names)
                for target in targets:
                    _bind(target, shape, names)
            case ast.For(target=target, iter=iterated):
                _bind(target, item_of(self.shape(iterated, names)), names)
            case ast.NamedExpr(target=target, value=value):
                _bind(target, self.shape(value, names), names)
            case ast.AugAssign(target=target, value=value):
                _bind(target, self.shape(value, names), names)
            case ast.AnnAssign(target=target):
                _bind(target, UNKNOWN, names)
            case ast.withitem(optional_vars=ast.expr() as target):
                _bind(target, UNKNOWN, names)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names[name] = UNKNOWN


def _constant(value: object) -> Shape:
    match value:
        case None:
            return _NOTHING
        case bool():
            return Scalar("bool")
        case int():
            return Scalar("int")
        case str():
            return Scalar("str")
    return UNKNOWN


def _list(item: Shape) -> Shape:
    return ListType(item)  # type: ignore[arg-type]  # a shape is a type with holes


def _bind(target: ast.expr, shape: Shape, names: dict[str, Shape], *, anew: bool = False) -> None:
    match target:
        case ast.Name(id=name):
            names[name] = shape if anew or name not in names else joined(names[name], shape)
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            fits = isinstance(shape, Row) and len(shape.items) == len(elts)
            items = shape.items if isinstance(shape, Row) and fits else (UNKNOWN,) * len(elts)
            for inner, item in zip(elts, items, strict=True):
                _bind(inner, item, names, anew=anew)
        case ast.Starred(value=inner):
            _bind(inner, UNKNOWN, names, anew=anew)


def _in_order(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    for node in body:
        yield node
        yield from _in_order(list(ast.iter_child_nodes(node)))
