"""Whether a body multiplies a thing with itself for a reason: lengths make an area, a sentence may ask for a square.

For anything else it is a slip: `taken * 100 >= seats * seats` agrees with every example whose hall has 100 seats.
"""

import ast
from collections.abc import Iterator

from inlay.linking.names import words_of

__all__ = ["needless_square"]

_ASKED = (
    *("square", "itself", "area", "quadrat", "power", "twice over", "compound"),
    *("distance", "diagonal", "varian", "deviat", "spread", "scatter"),
    *("平方", "面积", "自身", "自乘", "复利", "距离", "对角", "方差", "标准差", "偏差", "离散"),
)
_LENGTHS = frozenset(
    "bore breadth cm depth diameter edge height length metre metres meter meters mm radius root side width".split()
)


def needless_square(sentence: str, tree: ast.AST) -> Iterator[str]:
    """Give a product of a thing with itself that is no area and that the sentence does not ask for."""
    if any(word in sentence.casefold() for word in _ASKED):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and _same(node.left, node.right):
            yield f"`{ast.unparse(node)}` multiplies a thing with itself, and the sentence asks for no square"


def _same(one: ast.expr, other: ast.expr) -> bool:
    return ast.unparse(one) == ast.unparse(other) and _LENGTHS.isdisjoint(words_of(_name(one)))


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
