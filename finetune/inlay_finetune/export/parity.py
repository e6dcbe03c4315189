"""Proof that a GGUF file is the network that was trained: the same tokens, the same logits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from inlay.errors import InlayError
from inlay_finetune.model.network import Network
from inlay_finetune.packing.layout import Span, lay_out
from inlay_finetune.prefix import Marks, prefix_of
from inlay_finetune.tokenizer import CODE, TASK, token_id

__all__ = ["NASTY", "Parity", "check_parity", "compare", "compare_logits", "open_file", "require"]

NASTY = (
    "<|schema|>\n<n3> order\n <n12> placed on date\n<|task|>\nSum <n12>.\n<|code|>\n",
    "return <n3>.<n12>+ <v0> <k15><n95>,<v7>",
    "def  f(x):\n    return x\n\n\n\t# tab\r\n",
    "1234567890 3.14 -0.5 2024-03-05",
    "Größe, naïve café — “quoted” … ½ 数量乘以单价 合计 👩‍👩‍👧",
    "'s 't 're I'm they'll <n 3> <n96> <|nothing|> < n3 > <<n3>>",
    "   leading and trailing   ",
    "a" * 100 + " " * 70 + "\x00\x7f",
    "<n0><n1><n2>\n<n0>\n <n0> \n\n",
)


@dataclass(frozen=True, slots=True)
class Parity:
    """How far a GGUF file is from the network: over all rows, the largest difference and the share of equal choices."""

    tokens_equal: bool
    difference: float
    same_choice: float
    divergence: float
    rows: int

    def __str__(self) -> str:
        tokens = "the same tokens" if self.tokens_equal else "other tokens"
        same = f"the same choice in {self.same_choice:.2%} of {self.rows} rows"
        return f"{tokens}, {same}, logits at most {self.difference:.2g} apart"

    def holds(self, *, difference: float = 0.05, same_choice: float = 0.99, divergence: float = 0.001) -> bool:
        """Tell whether the file may stand for the network; a choice may turn where two logits are all but equal."""
        near = self.difference <= difference and self.divergence <= divergence
        return self.tokens_equal and near and self.same_choice >= same_choice


def open_file(path: Path, context: int, adapter: Path | None = None) -> Any:
    """Load a GGUF file in llama.cpp, on one thread, with the logits of every row kept; `adapter` is laid over it."""
    from inlay.backends.llama.library import library

    library()
    import llama_cpp

    over = None if adapter is None else str(adapter)
    try:
        llama = llama_cpp.Llama(
            str(path),
            n_ctx=context,
            n_threads=1,
            # Left out it would be all cores, which wait for each other in a loop wherever something else runs.
            n_threads_batch=1,
            logits_all=True,
            verbose=False,
            lora_path=over,
        )
    except (ValueError, OSError, RuntimeError) as fault:
        raise InlayError(f"llama.cpp does not load {adapter or path}: {fault}") from fault
    _heed_prefix(llama)
    return llama


def _heed_prefix(llama: Any) -> None:
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


def _ours(network: Network, marks: Marks | None, tokens: Sequence[int]) -> npt.NDArray[np.float32]:
    start, end = prefix_of(tokens, marks)
    branches = [Span(len(tokens) - start, end - start)] if start < len(tokens) else []
    layout = lay_out([(start, branches)], dtype=network.dtype)
    with torch.inference_mode():
        logits: npt.NDArray[np.float32] = network.logits(torch.tensor(tokens), layout).numpy()
    return logits


def _theirs(llama: Any, tokens: Sequence[int]) -> npt.NDArray[np.float32]:
    llama.reset()
    llama.eval(list(tokens))
    return np.array(llama.scores[: len(tokens)], dtype=np.float32)


def _log_softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max(-1, keepdims=True)
    logs: npt.NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return logs


def compare(network: Network, tokenizer: Tokenizer, path: Path, texts: Sequence[str]) -> Parity:
    """Compare tokens and logits over texts; the network should be in float32."""

    def encode(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    marks = Marks(token_id(tokenizer, TASK), token_id(tokenizer, CODE)) if network.config.prefix_lm else None
    return compare_logits(partial(_ours, network, marks), encode, path, texts, context=network.config.context)


def compare_logits(
    logits: Callable[[Sequence[int]], npt.NDArray[np.float32]],
    encode: Callable[[str], list[int]],
    path: Path,
    texts: Sequence[str],
    *,
    context: int,
    adapter: Path | None = None,
) -> Parity:
    """Compare a file's tokens and logits over texts with what any model says; a text is cut where the context ends."""
    context = min(context, 1024)
    llama = open_file(path, context, adapter)
    differences, choices, divergences, equal = [], [], [], True
    try:
        for text in texts:
            tokens = encode(text)
            equal = equal and llama.tokenize(text.encode(), add_bos=False, special=True) == tokens
            ours, theirs = logits(tokens[:context]), _theirs(llama, tokens[:context])
            differences.append(float(np.abs(ours - theirs).max()))
            choices.extend((ours.argmax(-1) == theirs.argmax(-1)).tolist())
            expected, found = _log_softmax(ours), _log_softmax(theirs)
            divergences.extend((np.exp(expected) * (expected - found)).sum(-1).tolist())
    finally:
        llama.close()
    return Parity(equal, max(differences), float(np.mean(choices)), float(np.mean(divergences)), len(choices))


def require(parity: Parity, path: Path, **limits: float) -> None:
    """Refuse a file that is not the network; `limits` are those of `Parity.holds`."""
    if not parity.holds(**limits):
        raise InlayError(f"{path} is not the model that was trained: {parity}", hint="do not ship it")


def check_parity(network: Network, tokenizer: Tokenizer, path: Path, texts: Sequence[str]) -> Parity:
    """Compare over the given and over nasty texts, and refuse a file that is not the network."""
    parity = compare(network, tokenizer, path, [*NASTY, *texts])
    require(parity, path)
    return parity
