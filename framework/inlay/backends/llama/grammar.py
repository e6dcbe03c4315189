"""A GBNF grammar beside one answer: is a token allowed next, and which ones are."""

import ctypes
from typing import Any

import numpy as np

from inlay.backends.llama.library import library, said_lately
from inlay.backends.llama.model import Model
from inlay.backends.llama.sampling import Row
from inlay.errors import UsageError

__all__ = ["Grammar"]


class Grammar:
    """The state of a grammar after the tokens accepted so far."""

    def __init__(self, model: Model, text: str) -> None:
        self._library = library()
        self._state: Any = self._library.llama_sampler_init_grammar(model.vocabulary, text.encode(), b"root")
        if not self._state:
            raise UsageError(f"the grammar of the slot kind does not compile: {said_lately()}")
        self._data = np.zeros(model.size, _token_data())
        self._array = self._library.llama_token_data_array()
        self._array.data = self._data.ctypes.data_as(self._library.llama_token_data_p)

    def clone(self) -> "Grammar":
        """Give a copy of the state that goes its own way; scratch space is shared."""
        other = object.__new__(Grammar)
        other._library, other._data, other._array = self._library, self._data, self._array
        other._state = self._library.llama_sampler_clone(self._state)
        return other

    def close(self) -> None:
        """Free the state."""
        if self._state:
            self._library.llama_sampler_free(self._state)
            self._state = None

    def allows(self, token: int) -> bool:
        """Say whether a token may come next."""
        self._data[0] = (token, 0.0, 0.0)
        self._apply(1)
        return bool(self._data["logit"][0] > -np.inf)

    def masked(self, logits: Row) -> Row:
        """Give the logits with minus infinity for every token that may not come next."""
        self._data["id"] = np.arange(len(logits), dtype=np.int32)
        self._data["logit"] = logits
        self._apply(len(logits))
        return self._data["logit"].copy()

    def accept(self, token: int) -> None:
        """Move on by a token that is allowed."""
        self._library.llama_sampler_accept(self._state, token)

    def _apply(self, size: int) -> None:
        self._array.size, self._array.selected, self._array.sorted = size, -1, False
        self._library.llama_sampler_apply(self._state, ctypes.byref(self._array))


def _token_data() -> np.dtype[Any]:
    return np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
