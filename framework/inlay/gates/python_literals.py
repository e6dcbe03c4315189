"""The literals of a Python body, also where they stand under a name, are joined from pieces or make up a table."""

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from inlay.languages.reading import parse_python

__all__ = ["literal_of", "written_out"]

_OF_ONE_LIST = frozenset({"frozenset", "list", "set", "sorted", "tuple"})


def written_out(body: str) -> ast.Module:
    """Give the tree of a body where each name that only ever stands for a literal is replaced by it.

    `wanted = "A-" + "17"` makes `number == wanted` read `number == "A-17"`, on the line where the literal stands.
    """
    tree = parse_python(body)
    once = {name for name, count in Counter(_bound(tree)).items() if count == 1}
    writing = _Writing(once)
    return ast.Module(body=[writing.visit(statement) for statement in tree.body], type_ignores=[])


def literal_of(node: ast.expr) -> object:
    """Give the plain value that an expression writes out, as `Decimal("2.5")` and `date(2024, 3, 1)` do, or None."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str(text) | int(text))]):
            return _decimal(str(text))
        case ast.Call(func=ast.Name(id="date"), args=arguments):
            return _day(*(argument.value for argument in arguments if isinstance(argument, ast.Constant)))
    return None


def _bound(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name


class _Writing(ast.NodeTransformer):
    """Goes through a body from above, so that a name is known before it is used."""

    def __init__(self, once: set[str]) -> None:
        self._once = once
        self._known: dict[str, ast.expr] = {}

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        match node.targets:
            case [ast.Name(id=name)]:
                self._learn(name, node.value)
            case [ast.Tuple(elts=names)] if isinstance(node.value, ast.Tuple) and len(names) == len(node.value.elts):
                for target, value in zip(names, node.value.elts, strict=True):
                    if isinstance(target, ast.Name):
                        self._learn(target.id, value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and node.value is not None:
            self._learn(node.target.id, node.value)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._known.get(node.id, node) if isinstance(node.ctx, ast.Load) else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        joined = _joined(node.op, literal_of(node.left), literal_of(node.right))
        return node if joined is None else ast.copy_location(ast.Constant(joined), node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        self.generic_visit(node)
        parts = [
            part.value if isinstance(part, ast.FormattedValue) and not part.format_spec else part
            for part in node.values
        ]
        texts = [literal_of(part) for part in parts]
        if any(text is None for text in texts):
            return node
        return ast.copy_location(ast.Constant("".join(map(str, texts))), node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        parts = [_items(argument) for argument in node.args]
        match node.func, parts:
            case ast.Name(id="zip"), [list(keys), list(values)]:
                pairs: list[ast.expr] = [
                    ast.copy_location(ast.Tuple([*pair], ast.Load()), pair[0])
                    for pair in zip(keys, values, strict=False)
                ]
                return ast.copy_location(ast.List(pairs, ast.Load()), node)
            case ast.Name(id="dict"), [list(pairs)]:
                return _table(pairs) or node
            case ast.Name(id=name), [list()] if name in _OF_ONE_LIST:
                return node.args[0]
        return node

    def _learn(self, name: str, value: ast.expr) -> None:
        if name in self._once and _is_literal(value):
            self._known[name] = value


def _items(node: ast.expr) -> list[ast.expr] | None:
    return node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else None


def _is_literal(node: ast.expr) -> bool:
    match node:
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return bool(items) and all(map(_is_literal, items))
        case ast.Dict(keys=keys, values=values):
            return (
                bool(keys)
                and all(key is not None and _is_literal(key) for key in keys)
                and all(map(_is_literal, values))
            )
    return literal_of(node) is not None


def _table(pairs: list[ast.expr]) -> ast.Dict | None:
    if not pairs or not all(isinstance(pair, ast.Tuple) and len(pair.elts) == 2 for pair in pairs):
        return None
    both = [pair.elts for pair in pairs if isinstance(pair, ast.Tuple)]
    return ast.copy_location(ast.Dict([key for key, _ in both], [value for _, value in both]), pairs[0])


def _joined(operator: ast.operator, left: object, right: object) -> str | int | None:
    match operator, left, right:
        case ast.Add(), str(), str():
            return left + right
        case (_, bool(), _) | (_, _, bool()):
            return None
        case ast.Add(), int(), int():
            return left + right
        case ast.Sub(), int(), int():
            return left - right
    return None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _day(*parts: object) -> date | None:
    try:
        return date(*(int(str(part)) for part in parts))
    except (ValueError, TypeError):
        return None
