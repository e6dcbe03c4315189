"""Spoils a program that is known to be right, so that a harness that lets it pass is known to be wrong."""

import ast
import re

from inlay_eval.judging import PYTHON

__all__ = ["spoilt"]

_RETURNED = re.compile(r"\breturn\b(?=[ \t(\[{\"'!-])(?!\s*;)")
_NOTHING_INSTEAD = "return true ? null :"  # what follows, however it is bracketed, is never given
_PRINTED = re.compile(r"\b(?:echo|printf)\b")


class _Spoiler(ast.NodeTransformer):
    """Puts what is returned into a pair, unless a function within a function does: with that a program would go on."""

    def __init__(self) -> None:
        self.spoilt = False
        self._within = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if self._within:
            return node
        self._within = True
        self.generic_visit(node)
        self._within = False
        return node

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]

    def visit_Return(self, node: ast.Return) -> ast.Return:
        self.spoilt = True
        return ast.Return(ast.Tuple([node.value or ast.Constant(None), ast.Constant(None)], ast.Load()))


def spoilt(program: str, language: str = PYTHON) -> str | None:
    """Give a program with the values that its functions return spoilt; None for one that returns nothing.

    In Python it is put into a pair, in other languages it becomes null; what a shell would print is not printed.
    """
    if language != PYTHON:
        changed = _PRINTED.sub(":", program) if language == "bash" else _RETURNED.sub(_NOTHING_INSTEAD, program)
        return changed if changed != program else None
    spoiler = _Spoiler()
    tree = ast.fix_missing_locations(spoiler.visit(ast.parse(program)))
    return ast.unparse(tree) if spoiler.spoilt else None
