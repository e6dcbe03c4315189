"""A byte-level BPE with single digits and one token for every reference, in the shape that GGUF's `smollm` expects."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from inlay.errors import UsageError

__all__ = [
    "CODE",
    "CONTROL",
    "END",
    "LONGEST",
    "PAD",
    "REFERENCES",
    "TASK",
    "between_marks",
    "byte_level",
    "load_tokenizer",
    "marked",
    "merges_of",
    "room_for",
    "token_id",
    "train_tokenizer",
]

END, PAD = "<|end|>", "<|pad|>"
TASK, CODE = "<|task|>", "<|code|>"
CONTROL = (
    END,
    PAD,
    "<|schema|>",
    TASK,
    CODE,
    "<fim_prefix>",
    "<fim_suffix>",
    "<fim_middle>",
    *(f"<|spare{number}|>" for number in range(8)),
)
REFERENCES = (
    *(f"<n{number}>" for number in range(96)),
    *(f"<v{number}>" for number in range(8)),
    *(f"<k{number}>" for number in range(16)),
)
_ADDED = re.compile(r"<\|\w+\|>|<fim_\w+>|<[nvk]\d+>")
LONGEST = 31
"""The most bytes of a token: llama-cpp-python drops a longer one without a word."""


def byte_level(model: models.BPE | None = None) -> Tokenizer:
    """Give a tokenizer that cuts off each digit; without a model it knows no token yet."""
    tokenizer = Tokenizer(model or models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _added() -> list[AddedToken]:
    plain = {"normalized": False, "lstrip": False, "rstrip": False, "single_word": False}
    control = [AddedToken(text, special=True, **plain) for text in CONTROL]
    return control + [AddedToken(text, special=False, **plain) for text in REFERENCES]


def room_for(vocabulary: int) -> int:
    """Give how many tokens of texts a vocabulary holds beside the marks and references, the bytes among them."""
    if vocabulary % 64:
        raise UsageError(f"a vocabulary of {vocabulary} is not a multiple of 64")
    marks = len(CONTROL) + len(REFERENCES)
    if vocabulary - marks < len(pre_tokenizers.ByteLevel.alphabet()):
        raise UsageError(f"a vocabulary of {vocabulary} does not hold the 256 bytes and {marks} added tokens")
    return vocabulary - marks


def marked(tokenizer: Tokenizer, vocabulary: int) -> Tokenizer:
    """Add the marks and references behind what a tokenizer knows, and unused tokens up to `vocabulary`."""
    tokenizer.add_tokens(_added())
    missing = vocabulary - tokenizer.get_vocab_size()
    tokenizer.add_tokens(
        [AddedToken(f"<|unused{number}|>", special=True, normalized=False) for number in range(missing)]
    )
    return tokenizer


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """Train a tokenizer of exactly `vocabulary` tokens, the added ones among them and last."""
    tokenizer = byte_level()
    trainer = trainers.BpeTrainer(
        vocab_size=room_for(vocabulary),
        show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        max_token_length=LONGEST,
    )
    tokenizer.train_from_iterator(between_marks(texts), trainer)
    return marked(tokenizer, vocabulary)


def between_marks(texts: Iterable[str]) -> Iterator[str]:
    """Give what stands between the marks and references of texts."""
    for text in texts:
        yield from filter(None, _ADDED.split(text))


def merges_of(described: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the merges of a described BPE, which older files write as one text with a space between."""
    pairs = (merge.split(" ") if isinstance(merge, str) else merge for merge in described["model"]["merges"])
    return [(left, right) for left, right in pairs]


def load_tokenizer(path: Path, vocabulary: int | None = None) -> Tokenizer:
    """Load a tokenizer written by `Tokenizer.save`; one of another size than the vocabulary is refused."""
    if not path.is_file():
        raise UsageError(f"there is no tokenizer at {path}", hint="give the tokenizer.json that goes with the model")
    try:
        found = Tokenizer.from_file(str(path))
    except Exception as fault:  # the library raises no narrower class
        raise UsageError(f"{path} is no tokenizer: {fault}", hint="give the tokenizer.json of the model") from fault
    if vocabulary is not None and found.get_vocab_size() != vocabulary:
        raise UsageError(
            f"the tokenizer has {found.get_vocab_size()} tokens, model.vocabulary is {vocabulary}",
            hint=f"set model.vocabulary, or give another tokenizer than {path}",
        )
    return found


def token_id(tokenizer: Tokenizer, text: str) -> int:
    """Give the id of a token that must be there."""
    number = tokenizer.token_to_id(text)
    if number is None:
        raise UsageError(f"the tokenizer has no token {text}", hint="train it with `train_tokenizer`")
    return number
