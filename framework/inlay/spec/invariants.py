"""Checks the sentences behind `always`: short comparisons over the parameters and the result."""

import ast
from collections.abc import Iterator, Sequence

from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.nodes import Word

__all__ = ["check_invariant"]

_LONGEST = 200
_FUNCTIONS = ("abs", "all", "any", "len", "max", "min", "round", "sum")
_ALLOWED = (
    ast.Expression,
    ast.BoolOp,
    ast.boolop,
    ast.BinOp,
    ast.operator,
    ast.UnaryOp,
    ast.unaryop,
    ast.Compare,
    ast.cmpop,
    ast.Call,
    ast.Constant,
    ast.Attribute,
    ast.Name,
    ast.GeneratorExp,
    ast.comprehension,
    ast.expr_context,
    ast.Tuple,
    ast.List,
)


def check_invariant(word: Word, parameters: Sequence[str], faults: Faults) -> None:
    """Note what keeps a text from being an expression over `result` and the parameters."""
    shown = f"`{word.text}`"
    if len(word.text) > _LONGEST:
        faults.add(word.place, "an `always` that is too long", f"at most {_LONGEST} characters; write several")
        return
    try:
        tree = ast.parse(word.text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        faults.add(word.place, f"{shown} is not an expression", "as in result >= 0")
        return
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or isinstance(node, ast.Pow):
            faults.add(word.place, f"{shown} does more than compare", "use comparisons, arithmetic and, or, not")
            return
    _check_names(word, tree, parameters, faults)


def _check_names(word: Word, tree: ast.Expression, parameters: Sequence[str], faults: Faults) -> None:
    bound = {node.id for node in _names(tree) if isinstance(node.ctx, ast.Store)}
    known = ("result", *parameters)
    for node in _names(tree):
        if node.id not in {*bound, *known, *_FUNCTIONS}:
            faults.add(word.place, f"`{word.text}` names `{node.id}`, which is unknown", did_you_mean(node.id, known))
    hidden = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr.startswith("_")]
    for attribute in hidden:
        faults.add(word.place, f"`{word.text}` reaches for `{attribute}`", "use fields of the spec")


def _names(tree: ast.Expression) -> Iterator[ast.Name]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Name))
