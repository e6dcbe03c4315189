"""The first fenced block of what a model said in chat, for readers that take the rest for talk."""

import re

__all__ = ["first_block"]

_BLOCK = re.compile(r"```[\w+-]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)


def first_block(answer: str) -> str:
    """Give what stands in the first fenced block, to the end where it is not closed; all of it where there is none."""
    found = _BLOCK.search(answer)
    return found[1] if found else answer
