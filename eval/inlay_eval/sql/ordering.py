"""Whether a query says in which order its rows come."""

import re

__all__ = ["orders"]

# Text, quoted names and comments, in which words and brackets mean nothing.
_SILENT = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?(?:\*/|\Z)""", re.DOTALL)
_SIGNS = re.compile(r"[()]|\border\s+by\b", re.IGNORECASE)


def orders(query: str) -> bool:
    """Say whether a query orders at its top level, which in SQL is outside of all brackets."""
    depth = 0
    for sign in _SIGNS.findall(_SILENT.sub(" ", query)):
        if sign not in "()" and depth == 0:
            return True
        depth += {"(": 1, ")": -1}.get(sign, 0)
    return False
