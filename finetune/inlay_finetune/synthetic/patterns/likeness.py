"""Drafts that add and compare like with like: none is given where a price would meet a number of hours."""

import ast
import re

from inlay.contract import Parameter, Type
from inlay.gates.units import mixed_in_python
from inlay_finetune.synthetic.draft import Draft, plain
from inlay_finetune.synthetic.patterns.parts import done

__all__ = ["done_alike"]

_LOCAL = re.compile(r"<(v\d)>")


def done_alike(own: str, takes: tuple[Parameter, ...], returns: Type, does: str, body: str, *tags: str) -> Draft | None:
    """Give a whole draft, or None when two parameters have one name or its body mixes quantities."""
    code = _LOCAL.sub(r"\1", plain(body)).replace("\n", "\n    ")
    tree = ast.parse(f"def rule():\n    {code}")
    if any(mixed_in_python(tree, {parameter.name for parameter in takes})):
        return None
    return done(own, takes, returns, does, body, *tags)
