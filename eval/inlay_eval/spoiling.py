"""Spoils a program that is known to be right, so that a harness that lets it pass is known to be wrong."""

import ast
import re

from inlay_eval.judging import PYTHON

__all__ = ["spoilt"]

_RETURNED = re.compile(r"\breturn\b(?=[ \t(\[{\"'!-])(?!\s*;)")
_NOTHING_INSTEAD = "return true ? null :"  # what follows, however it is bracketed, is never given
_PRINTED = re.compile(r"\b(?:echo|printf)\b")


class _Spoiler(ast.NodeTransformer):
    def visit_Return(self, node: ast.Return) -> ast.Return:
        return ast.Return(ast.Tuple([node.value or ast.Constant(None), ast.Constant(None)], ast.Load()))


def spoilt(program: str, language: str = PYTHON) -> str | None:
    """Give a program with every returned value spoilt; None for one that returns nothing.

    In Python it is put into a pair, in other languages it becomes null; what a shell would print is not printed.
    """
    if language != PYTHON:
        changed = _PRINTED.sub(":", program) if language == "bash" else _RETURNED.sub(_NOTHING_INSTEAD, program)
        return changed if changed != program else None
    tree = ast.parse(program)
    if not any(isinstance(node, ast.Return) for node in ast.walk(tree)):
        return None
    return ast.unparse(ast.fix_missing_locations(_Spoiler().visit(tree)))
