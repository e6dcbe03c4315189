"""Whether a Python body makes a text of what has none in the service: an entity, or a whole list, map or pair."""

import ast
from collections.abc import Callable, Iterator

from inlay.contract import EntityType, ListType, MapType, ReferenceType
from inlay.gates.shapes import Row, Shape, item_of, without_none

__all__ = ["texts_of_no_text"]

ShapeOf = Callable[[ast.expr], Shape]


def texts_of_no_text(node: ast.AST, shape_of: ShapeOf) -> Iterator[str]:
    """Give what a node writes out that has no text of its own, in words."""
    for value, shape in _written_out(node, shape_of):
        match without_none(shape):
            case EntityType(entity) | ReferenceType(entity):
                yield f"line {value.lineno}: {entity} has no text of its own; name the fields that are meant"
            case ListType() | MapType() | Row():
                yield f"line {value.lineno}: `{ast.unparse(value)}` is a container without a text; join its items"


def _written_out(node: ast.AST, shape_of: ShapeOf) -> Iterator[tuple[ast.expr, Shape]]:
    match node:
        case ast.FormattedValue(value=value) | ast.Call(func=ast.Name(id="str"), args=[value, *_]):
            yield value, shape_of(value)
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="str"), values]):
            yield values, item_of(shape_of(values))
        case ast.Call(args=[values, *_], keywords=[*_, ast.keyword(arg="key", value=ast.Name(id="str"))]):
            yield values, item_of(shape_of(values))
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod(), right=ast.Tuple(elts=values)):
            yield from ((value, shape_of(value)) for value in values)
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod(), right=value):
            yield value, shape_of(value)
