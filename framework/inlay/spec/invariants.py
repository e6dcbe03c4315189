"""Checks the sentences behind `always`: short comparisons over the parameters and the result."""

import ast
from collections.abc import Collection, Iterator, Sequence

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
_REFUSED = (ast.Pow, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor, ast.MatMult, ast.Invert)
_OF_A_DAY = ("day", "month", "year")


def check_invariant(word: Word, parameters: Sequence[str], fields: Collection[str], faults: Faults) -> bool:
    """Say whether a text is an expression over `result`, parameters and fields; what keeps it from that is noted."""
    before = len(faults.found)
    _check(word, parameters, fields, faults)
    return len(faults.found) == before


def _check(word: Word, parameters: Sequence[str], fields: Collection[str], faults: Faults) -> None:
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
        if not isinstance(node, _ALLOWED) or isinstance(node, _REFUSED):
            faults.add(word.place, f"{shown} does more than compare", "use comparisons, arithmetic and, or, not")
            return
    _check_names(word, tree, parameters, faults)
    _check_fields(word, tree, fields, faults)


def _check_names(word: Word, tree: ast.Expression, parameters: Sequence[str], faults: Faults) -> None:
    bound = {node.id for node in _names(tree) if isinstance(node.ctx, ast.Store)}
    known = ("result", *parameters)
    for node in _names(tree):
        if node.id not in {*bound, *known, *_FUNCTIONS}:
            faults.add(word.place, f"`{word.text}` names `{node.id}`, which is unknown", did_you_mean(node.id, known))


def _check_fields(word: Word, tree: ast.Expression, fields: Collection[str], faults: Faults) -> None:
    known = sorted({*fields, *_OF_A_DAY})
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr in known:
            continue
        if node.attr.startswith("_"):
            faults.add(word.place, f"`{word.text}` reaches for `{node.attr}`", "use fields of the spec")
        elif isinstance(node.value, ast.Name | ast.Attribute):
            faults.add(
                word.place,
                f"`{word.text}` names the field `{node.attr}`, which no entity has",
                did_you_mean(node.attr, known),
            )


def _names(tree: ast.Expression) -> Iterator[ast.Name]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Name))
