"""What adds and compares like with like, going by what names tell of: no price meets a number of hours."""

import ast
import re

from inlay.contract import Parameter, Type
from inlay.gates.units import mixed_in_python
from inlay_finetune.synthetic.draft import Draft, plain
from inlay_finetune.synthetic.patterns.parts import done

__all__ = ["alike", "done_alike"]

_LOCAL = re.compile(r"<(v\d)>")


def alike(one: str, other: str) -> bool:
    """Say whether neither name tells of another kind of quantity than the other one."""
    return not any(mixed_in_python(ast.parse(f"row.{one} + row.{other}"), frozenset()))


def done_alike(own: str, takes: tuple[Parameter, ...], returns: Type, does: str, body: str, *tags: str) -> Draft | None:
    """Give a whole draft, or None when two parameters have one name or its body mixes quantities."""
    code = _LOCAL.sub(r"\1", plain(body)).replace("\n", "\n    ")
    tree = ast.parse(f"def rule():\n    {code}")
    if any(mixed_in_python(tree, {parameter.name for parameter in takes})):
        return None
    return done(own, takes, returns, does, body, *tags)
