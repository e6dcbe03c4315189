"""The imports of a slot's file: those that its names need from an allow list, in sorted order, and no others."""

import ast
from collections.abc import Iterable, Mapping

from inlay.catalog import load_slot_kind

__all__ = ["imports_for", "set_imports"]


def imports_for(body: str, imports: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Give the import lines that the names in a Python text need; names that it binds itself are not looked for."""
    return _lines(_used(ast.parse(body), _allowed(imports)), _allowed(imports))


def set_imports(content: str, imports: Mapping[str, str] | None = None) -> str:
    """Give a Python file exactly the standard imports that its names need; other imports stay as they are.

    A text that is not Python is given back unchanged: what is wrong with it is not for rendering to say.
    """
    allowed = _allowed(imports)
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError):
        return content
    lines = content.splitlines(keepends=True)
    ours = [node for node in tree.body if _is_allowed(node, allowed)]
    drop = {number for node in ours for number in range(node.lineno - 1, (node.end_lineno or node.lineno))}
    wanted = _lines(_used(tree, allowed), allowed)
    start = min(drop, default=_after_docstring(tree))
    head = "".join(line for number, line in enumerate(lines[:start]) if number not in drop).rstrip("\n")
    tail = "".join(line for number, line in enumerate(lines[start:], start) if number not in drop).lstrip("\n")
    above = [part for part in (head, "\n".join(wanted)) if part]
    return "\n\n".join(above) + _gap(tail) + tail if above else tail


def _allowed(imports: Mapping[str, str] | None) -> Mapping[str, str]:
    return load_slot_kind("python-function").imports if imports is None else imports


def _used(tree: ast.AST, allowed: Mapping[str, str]) -> set[str]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names & allowed.keys()


def _lines(names: Iterable[str], allowed: Mapping[str, str]) -> tuple[str, ...]:
    modules = sorted(f"import {name}" for name in names if not allowed[name])
    members: dict[str, list[str]] = {}
    for name in names:
        if allowed[name]:
            members.setdefault(allowed[name], []).append(name)
    froms = [f"from {module} import {', '.join(sorted(members[module], key=_by_case))}" for module in sorted(members)]
    return (*modules, *froms)


def _by_case(name: str) -> tuple[int, str]:
    """Sort as ruff does: constants first, then classes, then functions."""
    if name.isupper() and len(name) > 1:
        return 0, name
    return (1 if name[:1].isupper() else 2), name


def _is_allowed(node: ast.stmt, allowed: Mapping[str, str]) -> bool:
    match node:
        case ast.Import(names):
            return all(alias.asname is None and allowed.get(alias.name) == "" for alias in names)
        case ast.ImportFrom(module, names, 0):
            return all(alias.asname is None and allowed.get(alias.name) == module for alias in names)
    return False


def _after_docstring(tree: ast.Module) -> int:
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.end_lineno or first.lineno
    return 0


def _gap(tail: str) -> str:
    """One blank line before further imports, two before a definition, none before nothing."""
    if not tail:
        return "\n"
    return "\n\n" if tail.startswith(("from ", "import ")) else "\n\n\n"
