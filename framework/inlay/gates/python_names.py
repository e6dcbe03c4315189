"""Whether every name in a Python body comes from the contract, from the body, or from what is in scope."""

import ast
from collections.abc import Iterator, Sequence, Set

from inlay.gates.nearest import meant

__all__ = ["unknown_name"]

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def unknown_name(tree: ast.Module, parameters: Set[str], in_scope: Set[str]) -> str:
    """Say which name nobody gives, or which given name the body takes for itself; empty when all is well."""
    bound = list(_bindings(tree.body))
    for name, line in [*bound, *_inner_bindings(tree)]:
        if name in in_scope:
            return f"line {line}: `{name}` is already in scope; call the local something else"
    known = parameters | {name for name, _ in bound}
    return next(_unknown(tree.body, known, in_scope), "")


def _unknown(nodes: Sequence[ast.AST], known: Set[str], in_scope: Set[str]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name not in known and name not in in_scope:
                yield f"line {node.lineno}: nothing is called `{name}`{meant(name, known | in_scope)}"
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                yield from _unknown_in_comprehension(node, known, in_scope)
            case ast.Lambda(args=arguments, body=body):
                yield from _unknown(_defaults(arguments), known, in_scope)
                yield from _unknown([body], known | _arguments(arguments), in_scope)
            case ast.AnnAssign(target=target, value=value):
                # Annotations are not run inside functions; the type gate reads them.
                yield from _unknown([target, *([value] if value else [])], known, in_scope)
            case _:
                yield from _unknown(list(ast.iter_child_nodes(node)), known, in_scope)


def _unknown_in_comprehension(node: _Comprehension, known: Set[str], in_scope: Set[str]) -> Iterator[str]:
    inside = set(known)
    for generator in node.generators:
        yield from _unknown([generator.iter], inside, in_scope)
        inside |= {name for name, _ in _targets(generator.target)}
        yield from _unknown(generator.ifs, inside, in_scope)
    results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    yield from _unknown(results, inside, in_scope)


def _bindings(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, int]]:
    """Give what becomes a local of the function: comprehensions and lambdas keep theirs to themselves."""
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, node.lineno
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp() | ast.Lambda():
                yield from _walruses(node)
                continue
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno
            case ast.MatchMapping(rest=str(name)):
                yield name, node.lineno
        yield from _bindings(list(ast.iter_child_nodes(node)))


def _walruses(node: ast.AST) -> Iterator[tuple[str, int]]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.NamedExpr):
            yield inner.target.id, inner.lineno


def _inner_bindings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension):
            yield from _targets(node.target)
        elif isinstance(node, ast.Lambda):
            yield from ((name, node.lineno) for name in sorted(_arguments(node.args)))


def _targets(target: ast.expr) -> Iterator[tuple[str, int]]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


def _arguments(arguments: ast.arguments) -> set[str]:
    plain = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return {argument.arg for argument in [*plain, *starred]}


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(default for default in arguments.kw_defaults if default)]
