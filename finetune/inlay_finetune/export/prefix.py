"""What a prefix LM reads both ways (Raffel et al. 2020): which part of a text that is; llama.cpp made to heed it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from inlay_finetune.tokenizer import CODE, TASK

__all__ = ["Marks", "heed_prefix", "prefix_of"]


class Marks(NamedTuple):
    """The tokens that a task begins and ends with."""

    begin: int
    end: int


def prefix_of(tokens: Sequence[int], marks: Marks | None) -> tuple[int, int]:
    """Give where the first task begins and ends, the line end behind it included; behind the text if it has none."""
    if marks is None or marks.begin not in tokens:
        return len(tokens), len(tokens)
    begin = tokens.index(marks.begin)
    end = tokens.index(marks.end, begin) + 2 if marks.end in tokens[begin:] else len(tokens)
    return begin, min(end, len(tokens))


def heed_prefix(llama: Any) -> None:
    """Make an open model evaluate a task at once, each token seeing all of it, if its file says that it is a prefix LM.

    The beginning of a task must not be left in the cache, from another text: `reset` before each.
    """
    if "inlay.prefix_lm" not in llama.metadata:
        return
    from llama_cpp import llama_set_causal_attn

    (begin,), (end,) = (llama.tokenize(mark.encode(), add_bos=False, special=True) for mark in (TASK, CODE))
    forwards = llama.eval

    def both_ways(tokens: Sequence[int]) -> None:
        start, stop = prefix_of(tokens, Marks(begin, end))
        for part, causal in ((tokens[:start], True), (tokens[start:stop], False), (tokens[stop:], True)):
            if len(part):
                llama_set_causal_attn(llama.ctx, causal)
                forwards(part)

    llama.eval = both_ways
