"""A context of llama.cpp: one prompt in sequence 0, and branches that share its cache of keys and values."""

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from inlay.backends.llama.library import library, said_lately
from inlay.backends.llama.model import Model
from inlay.errors import BackendError, BeyondContext

__all__ = ["Decoder", "Logits"]

Logits = npt.NDArray[np.float32]
_PROMPT = 0


class Decoder:
    """Decodes one prompt and up to `branches` continuations of it at a time."""

    def __init__(self, model: Model, *, cells: int, branches: int, batch: int = 512) -> None:
        self._library = library()
        settings = self._library.llama_context_default_params()
        settings.n_ctx, settings.n_batch, settings.n_ubatch = cells, batch, batch
        settings.n_seq_max = branches + 1
        settings.kv_unified = True
        # With it, what one thread and two threads compute differs in the last bits, and so do answers.
        settings.flash_attn_type = self._library.LLAMA_FLASH_ATTN_TYPE_DISABLED
        settings.no_perf = True
        self._context: Any = self._library.llama_init_from_model(model.handle, settings)
        if not self._context:
            raise BackendError(
                f"{model.path} gives no context of {cells} tokens: {said_lately()}",
                hint="set a smaller context, or free memory",
            )
        self._memory: Any = self._library.llama_get_memory(self._context)
        self._width = model.size
        self._prefix_begins = model.prefix_begins
        self._forwards = True
        self._batch = _Batch(max(batch, branches + 1), self._library)
        self._chunk = batch
        self.cells = cells
        self.branches = branches
        self._prompt: list[int] = []
        self._after_prompt: Logits | None = None

    def close(self) -> None:
        """Free the context."""
        if self._context:
            self._library.llama_free(self._context)
            self._context = None

    def use_threads(self, number: int) -> None:
        """Set how many threads the next calls use; answers do not depend on it."""
        self._library.llama_set_n_threads(self._context, number, number)

    def known(self, tokens: Sequence[int]) -> int:
        """Say how many tokens a prompt has in common with the one that was read last."""
        return _common(self._prompt, tokens)

    def read_prompt(self, tokens: Sequence[int]) -> tuple[Logits, int]:
        """Give what may follow a prompt, and how many tokens had to be decoded; a shared beginning is kept.

        What a model reads both ways (a prefix LM, Raffel et al. 2020) is decoded at once, so that each token sees all.
        """
        wanted = list(tokens)
        if wanted == self._prompt and self._after_prompt is not None:
            return self._after_prompt, 0
        prefix = wanted.index(self._prefix_begins) if self._prefix_begins in wanted else len(wanted)
        kept = min(_common(self._prompt, wanted), prefix, len(wanted) - 1)
        self._library.llama_memory_seq_rm(self._memory, _PROMPT, kept, -1)
        self._prompt = wanted[:kept]
        self._read(wanted[kept:prefix], forwards=True)
        self._read(wanted[prefix:], forwards=False)
        self._after_prompt = self._logits(1)[0].copy()
        return self._after_prompt, len(wanted) - kept

    def fork(self, source: int, target: int) -> None:
        """Let one branch go on from another, or from the prompt where that is 0."""
        self._library.llama_memory_seq_rm(self._memory, target, -1, -1)
        self._library.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def cut(self, sequence: int) -> None:
        """Forget a branch."""
        self._library.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def step(self, tokens: Sequence[int], sequences: Sequence[int], position: int) -> Logits:
        """Add one token to each branch at a position; give a row of logits for each, valid until the next step."""
        self._batch.fill(tokens, [position] * len(tokens), sequences, last_only=False)
        self._decode()
        return self._logits(len(tokens))

    def _read(self, tokens: Sequence[int], *, forwards: bool) -> None:
        """Add tokens to the prompt, those of one batch seeing all of it unless they are read forwards."""
        if tokens and forwards is not self._forwards:
            # It makes llama.cpp plan its memory anew. A step, one token for each branch, is the same either way.
            self._library.llama_set_causal_attn(self._context, forwards)
            self._forwards = forwards
        for start in range(0, len(tokens), self._chunk):
            part, at = tokens[start : start + self._chunk], len(self._prompt)
            self._batch.fill(part, range(at, at + len(part)), [_PROMPT] * len(part), last_only=True)
            self._decode()
            self._prompt += part

    def _decode(self) -> None:
        code = self._library.llama_decode(self._context, self._batch.struct)
        if code:
            self._forget()
            full = code == 1
            why = "its context is full" if full else f"code {code}: {said_lately()}"
            kind = BeyondContext if full else BackendError
            raise kind(f"the model could not go on: {why}", hint="set a larger context")

    def _forget(self) -> None:
        self._library.llama_memory_clear(self._memory, False)
        self._prompt, self._after_prompt = [], None

    def _logits(self, rows: int) -> Logits:
        address = ctypes.cast(self._library.llama_get_logits(self._context), ctypes.c_void_p).value or 0
        raw = (ctypes.c_float * (rows * self._width)).from_address(address)
        logits: Logits = np.ctypeslib.as_array(raw).reshape(rows, self._width)
        return logits


class _Batch:
    """A llama_batch whose arrays are numpy's, filled anew for every call."""

    def __init__(self, room: int, bindings: Any) -> None:
        self._token = np.zeros(room, np.int32)
        self._position = np.zeros(room, np.int32)
        self._count = np.ones(room, np.int32)
        self._sequence = np.zeros(room, np.int32)
        self._wanted = np.zeros(room, np.int8)
        start = self._sequence.ctypes.data
        self._pointers = (ctypes.c_void_p * room)(*(start + 4 * place for place in range(room)))
        self.struct = bindings.llama_batch()
        kinds = dict(bindings.llama_batch._fields_)
        for name, array in (
            ("token", self._token),
            ("pos", self._position),
            ("n_seq_id", self._count),
            ("logits", self._wanted),
        ):
            setattr(self.struct, name, array.ctypes.data_as(kinds[name]))
        self.struct.seq_id = ctypes.cast(self._pointers, kinds["seq_id"])

    def fill(
        self, tokens: Sequence[int], positions: Sequence[int], sequences: Sequence[int], *, last_only: bool
    ) -> None:
        """Set the tokens of the next call; logits are wanted of every token or of the last."""
        size = len(tokens)
        self._token[:size] = tokens
        self._position[:size] = positions
        self._sequence[:size] = sequences
        self._wanted[:size] = 0 if last_only else 1
        self._wanted[size - 1] = 1
        self.struct.n_tokens = size


def _common(first: Sequence[int], second: Sequence[int]) -> int:
    pairs = zip(first, second, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))
