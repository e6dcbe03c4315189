"""Names with two meanings in a rendered module: bound twice, or hidden where the code still asks for the first."""

import ast
import builtins
from collections.abc import Collection, Iterator
from dataclasses import dataclass

__all__ = ["Clash", "bound_twice", "hidden"]

Function = ast.FunctionDef | ast.AsyncFunctionDef

_BUILTINS = frozenset(dir(builtins))
_SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A name with two meanings, and the function in which they meet; that is empty for a module or a class."""

    name: str
    function: str = ""


def bound_twice(content: str) -> tuple[Clash, ...]:
    """Give the names that a module, a class or the head of a function binds to two things.

    Unused imports must be gone from it. A text that is not Python has none: that is not for this to say.
    """
    found: list[Clash] = []
    for node in ast.walk(_parsed(content)):
        if isinstance(node, ast.Module | ast.ClassDef):
            found += [Clash(name) for name in _twice(node)]
        elif isinstance(node, Function):
            found += [Clash(name, node.name) for name in _given_again(node)]
    return tuple(dict.fromkeys(found))


def hidden(content: str, packages: Collection[str]) -> tuple[Clash, ...]:
    """Give the imports that a function hides by a name of its own and asks for all the same.

    `packages` are those that are rendered. The text must be as the template left it: to a linter a hidden import is one
    that nobody uses. A text that is not Python has none.
    """
    tree = _parsed(content)
    imported = {name: source for node in tree.body for name, source in _bound(node) if isinstance(source, str)}
    parts = {name for name, source in imported.items() if source.split(".")[0] in packages}
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    found = [Clash(name, node.name) for node in functions for name in _hidden(node, parts, imported.keys() | _BUILTINS)]
    return tuple(dict.fromkeys(found))


def _parsed(content: str) -> ast.Module:
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def _twice(scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Find what a module or a class binds again, to something else."""
    seen: dict[str, object] = {}
    for node in _own(scope):
        for name, source in _bound(node):
            if seen.setdefault(name, source) != source:
                yield name


def _bound(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Give the names that a statement binds, each with what it stands for: where it comes from, or the place itself."""
    match node:
        case ast.Import(names):
            yield from ((alias.asname or alias.name.split(".")[0], alias.name) for alias in names)
        case ast.ImportFrom(module, names):
            yield from ((alias.asname or alias.name, f"{module}.{alias.name}") for alias in names)
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield name, node
        case ast.Name(name, ast.Store()):
            yield name, node


def _given_again(function: Function) -> Iterator[str]:
    """Find parameters of one name, and those that get another value, unless that comes of the first one."""
    names = [given.arg for given in _parameters(function)]
    yield from (name for name in names if names.count(name) > 1)
    for node in _own(function):
        match node:
            case ast.Assign(targets, value):
                kept = {inner.id for inner in ast.walk(value) if isinstance(inner, ast.Name)}
            case ast.For(target) | ast.AsyncFor(target):
                targets, kept = [target], set()
            case _:
                continue
        yield from (name for name in names if name in _stored(targets) - kept)


def _stored(targets: list[ast.expr]) -> set[str]:
    walked = (inner for target in targets for inner in ast.walk(target))
    return {inner.id for inner in walked if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}


def _hidden(function: Function, parts: Collection[str], callables: Collection[str]) -> Iterator[str]:
    """Find imports of the module that a function hides by a name of its own, and asks for all the same."""
    local = {given.arg for given in _parameters(function)} | {
        name for node in _own(function) for name, _ in _bound(node)
    }
    for node in (inner for statement in function.body for inner in ast.walk(statement)):
        match node:
            case ast.Attribute(ast.Name(name)) if name in local and name in parts:
                yield name
            case ast.Call(ast.Name(name)) if name in local and name in callables:
                yield name


def _parameters(function: Function) -> list[ast.arg]:
    given = function.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes that bind names in this scope: what lies in a function or class within it binds them there."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, _SCOPES):
            yield from _own(child)
