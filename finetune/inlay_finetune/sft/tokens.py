"""The tokenizer of a model, read from its files alone: texts, marks, ends and chats as tokens."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from inlay.errors import UsageError
from inlay_finetune.data.samples import Turn

__all__ = ["Tokens", "load_tokens"]

_ENDS = ("<|end|>", "</s>", "<|endoftext|>", "<|eot_id|>", "<|im_end|>")
_PLAIN_CHAT = (
    "{% for message in messages %}### {{ message.role }}\n{{ message.content }}\n{% if message.role == 'assistant' %}"
    "{{ eos_token }}{% endif %}{% endfor %}{% if add_generation_prompt %}### assistant\n{% endif %}"
)
# A character that no document begins with, put before a glued text and cut off again as tokens.
_GLUE = "☺"


class Tokens:
    """A tokenizer with what its configuration says of it."""

    def __init__(self, file: Path, configuration: dict[str, Any]) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(file))
        except Exception as fault:  # the library raises no narrower class
            raise UsageError(f"{file} is no tokenizer: {fault}") from fault
        self.file = file
        self._configuration = configuration

    @property
    def size(self) -> int:
        """The number of tokens."""
        return int(self._tokenizer.get_vocab_size())

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every token with its number."""
        return dict(self._tokenizer.get_vocab(with_added_tokens=True))

    @cached_property
    def described(self) -> dict[str, Any]:
        """The tokenizer as its file describes it."""
        return dict(json.loads(self._tokenizer.to_str()))

    def id_of(self, mark: str) -> int:
        """Give the token of a mark that must be there."""
        number = self._tokenizer.token_to_id(mark)
        if number is None:
            raise UsageError(
                f"{self.file} has no token {mark!r}", hint="choose data of another layout, or another base"
            )
        return int(number)

    @cached_property
    def end(self) -> str:
        """The token that ends an answer."""
        named = self._spelt("eos_token")
        known = [named] if named else [each for each in _ENDS if self._tokenizer.token_to_id(each) is not None]
        if not known:
            raise UsageError(
                f"{self.file} names no token that ends a text", hint="set eos_token in tokenizer_config.json"
            )
        return known[0]

    @cached_property
    def begin(self) -> str:
        """The token that begins a text, or nothing."""
        return self._spelt("bos_token") if self._configuration.get("add_bos_token") else ""

    def _spelt(self, key: str) -> str:
        value = self._configuration.get(key) or ""
        return str(value.get("content", "")) if isinstance(value, dict) else str(value)

    @cached_property
    def _puts_a_space_before(self) -> bool:
        return self._ids("a") != self._ids(_GLUE + "a")[len(self._ids(_GLUE)) :]

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def encode(self, text: str, glued: bool = False) -> list[int]:
        """Give the tokens of a text; a glued one gets no space that the tokenizer would put before a first word."""
        if not text:
            return []
        if not (glued and self._puts_a_space_before):
            return self._ids(text)
        lead = self._ids(_GLUE)
        tokens = self._ids(_GLUE + text)
        if tokens[: len(lead)] != lead:
            raise UsageError(f"{self.file} joins {_GLUE!r} with what follows; the text begins {text[:20]!r}")
        return tokens[len(lead) :]

    def decode(self, tokens: Sequence[int]) -> str:
        """Give the text of tokens, marks included."""
        return str(self._tokenizer.decode(list(tokens), skip_special_tokens=False))

    @property
    def has_template(self) -> bool:
        """Whether the model brings a chat template of its own."""
        return bool(self._configuration.get("chat_template"))

    @property
    def chat_template(self) -> str:
        """The template that turns a conversation into text: the model's own, or a plain one."""
        return str(self._configuration.get("chat_template") or _PLAIN_CHAT)

    @cached_property
    def _chat(self) -> Any:
        from jinja2.ext import loopcontrols
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
        return environment.from_string(self.chat_template)

    def chat(self, turns: Sequence[Turn], *, asks: bool) -> str:
        """Give a conversation as text; `asks` adds what makes the assistant speak next."""
        from jinja2 import TemplateError

        def refuse(message: str) -> None:
            raise TemplateError(message)

        messages = [turn.model_dump() for turn in turns]
        marks = {"bos_token": self._spelt("bos_token"), "eos_token": self.end}
        try:
            return str(
                self._chat.render(messages=messages, add_generation_prompt=asks, raise_exception=refuse, **marks)
            )
        except TemplateError as fault:
            raise UsageError(f"the chat template of {self.file} fails: {fault}") from fault


def load_tokens(place: Path) -> Tokens:
    """Read a tokenizer from its JSON file or from the folder of a model."""
    file = place / "tokenizer.json" if place.is_dir() else place
    if not file.is_file():
        raise UsageError(
            f"there is no tokenizer at {file}", hint="set model.tokenizer to a tokenizer.json or its folder"
        )
    beside = file.with_name("tokenizer_config.json")
    try:
        configuration = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    except (ValueError, OSError) as fault:
        raise UsageError(f"{beside} is not JSON: {fault}") from fault
    template = file.with_name("chat_template.jinja")
    if template.is_file():
        configuration["chat_template"] = template.read_text(encoding="utf-8")
    return Tokens(file, configuration)
