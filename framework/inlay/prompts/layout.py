"""The layout of a body: line ends, tabs, margin and steps of indentation as inlay writes them."""

import textwrap

__all__ = ["laid_out", "with_first_line_in_margin"]

_STEP = 4


def laid_out(code: str) -> str:
    """Give a body with no margin, steps of four spaces, no blank lines around it, and a line end behind it."""
    lines = [line.rstrip() for line in code.replace("\r\n", "\n").replace("\r", "\n").expandtabs(_STEP).split("\n")]
    body = textwrap.dedent("\n".join(lines)).strip("\n")
    return _in_steps(body) + "\n" if body else ""


def with_first_line_in_margin(code: str) -> str:
    """Move a first line that a tokenizer robbed of spaces to where the other lines stand, if it opens nothing."""
    first, _, rest = code.partition("\n")
    margins = [_indent(line) for line in rest.split("\n") if line.strip()]
    if not margins or not first.strip() or first.rstrip().endswith((":", "(", "[", "{", ",", "\\")):
        return code
    return " " * max(min(margins), _indent(first)) + first.lstrip(" ") + "\n" + rest


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _in_steps(body: str) -> str:
    indents = {_indent(line) for line in body.split("\n") if line} - {0}
    step = min(indents, default=_STEP)
    untouchable = '"""' in body or "'''" in body
    if step == _STEP or step > 8 or untouchable or any(indent % step for indent in indents):
        return body
    return "\n".join(" " * (_indent(line) // step * _STEP) + line.lstrip(" ") for line in body.split("\n"))
