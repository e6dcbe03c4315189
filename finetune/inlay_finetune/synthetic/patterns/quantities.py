"""Whether two numbers may stand against each other, going by what their names tell of: money, time, weight."""

import ast

from inlay.gates.units import mixed_in_python

__all__ = ["alike"]


def alike(one: str, other: str) -> bool:
    """Say whether neither name tells of another kind of quantity than the other one."""
    return not list(mixed_in_python(ast.parse(f"row.{one} + row.{other}"), frozenset()))
