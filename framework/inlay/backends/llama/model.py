"""A GGUF model: its metadata, its vocabulary, its text as tokens and back."""

import ctypes
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from inlay.backends.llama.gguf_file import check_header
from inlay.backends.llama.library import library, said_lately
from inlay.errors import BackendError, UsageError

__all__ = ["Model"]

_MARK = re.compile(r"<[a-z]\d{1,3}>|<\|[a-z_]+\|>")


class Model:
    """An open model. Close it when every decoder on it is closed."""

    def __init__(self, path: Path, *, gpu_layers: int = 0) -> None:
        check_header(path)
        self._library = library()
        if gpu_layers and not self._library.llama_supports_gpu_offload():
            raise UsageError(
                f"gpu_layers is {gpu_layers}, and this llama-cpp-python was built without GPU support",
                hint="set gpu_layers to 0, or install a build for your GPU",
            )
        settings = self._library.llama_model_default_params()
        settings.n_gpu_layers = gpu_layers
        self.path = path
        self.handle: Any = self._library.llama_model_load_from_file(str(path).encode(), settings)
        if not self.handle:
            raise BackendError(
                f"{path} cannot be loaded: {said_lately()}", hint="give a whole GGUF file, or fetch it again"
            )
        self.vocabulary: Any = self._library.llama_model_get_vocab(self.handle)
        self.size: int = self._library.llama_vocab_n_tokens(self.vocabulary)
        self._pieces: dict[int, bytes] = {}

    def close(self) -> None:
        """Free the weights."""
        if self.handle:
            self._library.llama_model_free(self.handle)
            self.handle = None

    @cached_property
    def trained_context(self) -> int:
        """How many tokens it was trained to see at once."""
        return int(self._library.llama_model_n_ctx_train(self.handle))

    @cached_property
    def bytes_per_position(self) -> int:
        """What one token takes in a cache of keys and values at half precision."""
        heads = max(1, self._library.llama_model_n_head(self.handle))
        narrow = self._library.llama_model_n_embd(self.handle) * self._library.llama_model_n_head_kv(self.handle)
        return int(4 * self._library.llama_model_n_layer(self.handle) * narrow // heads)

    @cached_property
    def weight_bytes(self) -> int:
        """What all its weights take."""
        return int(self._library.llama_model_size(self.handle))

    def metadata(self, key: str) -> str | None:
        """Give a text of the file's metadata, or None."""
        needed = self._library.llama_model_meta_val_str(self.handle, key.encode(), None, 0)
        if needed < 0:
            return None
        buffer = ctypes.create_string_buffer(needed + 1)
        self._library.llama_model_meta_val_str(self.handle, key.encode(), buffer, needed + 1)
        return buffer.value.decode("utf-8", "replace")

    @cached_property
    def prefix_begins(self) -> int | None:
        """The token from which on a prompt is read in both directions; None for a model that reads forwards only."""
        return self.marks.get(self.metadata("inlay.prefix_lm") or "")

    def tokens(self, text: str, *, special: bool, begin: bool = False) -> list[int]:
        """Give the tokens of a text; `special` reads spelled-out special tokens as such."""
        encoded = text.encode("utf-8", "replace")
        room = len(encoded) + 8
        tokens = (ctypes.c_int32 * room)()
        count = self._library.llama_tokenize(self.vocabulary, encoded, len(encoded), tokens, room, begin, special)
        if count < 0:
            raise BackendError(f"{self.path.name} cannot read a text of {len(encoded)} bytes")
        return list(tokens[:count])

    def text(self, tokens: list[int]) -> str:
        """Give the text of tokens, special ones spelled out."""
        return b"".join(self._piece(token) for token in tokens).decode("utf-8", "replace")

    def _piece(self, token: int) -> bytes:
        if token not in self._pieces:
            buffer = ctypes.create_string_buffer(256)
            length = self._library.llama_token_to_piece(self.vocabulary, token, buffer, 256, 0, True)
            self._pieces[token] = buffer.raw[: max(length, 0)]
        return self._pieces[token]

    @cached_property
    def marks(self) -> dict[str, int]:
        """The tokens that stand for something else than text, by their spelling: references and parts of prompts."""
        spelled = ((self._piece(token).decode("utf-8", "replace"), token) for token in range(self.size))
        return {text: token for text, token in spelled if _MARK.fullmatch(text) and not self.ends(token)}

    def ends(self, token: int) -> bool:
        """Say whether a token ends an answer."""
        return bool(self._library.llama_vocab_is_eog(self.vocabulary, token))

    @cached_property
    def begins_with_token(self) -> bool:
        """Whether the model expects its begin token in front of every text."""
        return bool(self._library.llama_vocab_get_add_bos(self.vocabulary))

    @cached_property
    def middle_tokens(self) -> tuple[int, int, int] | None:
        """The tokens before the prefix, the suffix and the middle, or None if it cannot fill in the middle."""
        calls = (
            self._library.llama_vocab_fim_pre,
            self._library.llama_vocab_fim_suf,
            self._library.llama_vocab_fim_mid,
        )
        prefix, suffix, middle = (int(call(self.vocabulary)) for call in calls)
        return None if min(prefix, suffix, middle) < 0 else (prefix, suffix, middle)

    def spelled(self, token: int) -> str:
        """Give the spelling of one token; empty for none."""
        return "" if token < 0 else self.text([token])

    @property
    def begin_token(self) -> int:
        """The begin token, or -1."""
        return int(self._library.llama_vocab_bos(self.vocabulary))

    @property
    def end_token(self) -> int:
        """The end token, or -1."""
        return int(self._library.llama_vocab_eos(self.vocabulary))
