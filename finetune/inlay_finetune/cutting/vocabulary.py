"""The part of a byte-level vocabulary that texts use, with inlay's marks behind it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from tokenizers import Tokenizer, models, pre_tokenizers

from inlay.errors import UsageError
from inlay_finetune.tokenizer import LONGEST, between_marks, byte_level, marked, merges_of, room_for

__all__ = ["Cut", "cut_vocabulary"]

_AT_ONCE = 10_000
Merge = tuple[str, str]


class Cut(NamedTuple):
    """A tokenizer, and for each of its tokens the number that the token had before; None for what is new."""

    tokenizer: Tokenizer
    before: tuple[int | None, ...]


def cut_vocabulary(whole: Tokenizer, texts: Iterable[str], size: int) -> Cut:
    """Keep what the texts use most, then the merges that were learnt first, up to `size` with the marks.

    A token is kept with the two that it is merged from, and theirs, so a text is cut as before wherever its tokens are
    all kept.

    Raises:
        UsageError: The tokenizer is no byte-level BPE, or `size` is no multiple of 64 or too small.
    """
    described = json.loads(whole.to_str())
    _require_byte_level(described)
    merges = merges_of(described)
    kept = _kept(chain(_commonest(whole, texts), map("".join, merges)), merges, room_for(size))
    vocabulary = {token: number for number, token in enumerate(sorted(kept))}
    held = [(left, right) for left, right in merges if {left, right, left + right} <= kept]
    tokenizer = marked(byte_level(models.BPE(vocab=vocabulary, merges=held)), size)
    was = described["model"]["vocab"]
    return Cut(tokenizer, tuple(was.get(tokenizer.id_to_token(number)) for number in range(size)))


def _require_byte_level(described: Mapping[str, Any]) -> None:
    model, cutters = described["model"], described.get("pre_tokenizer") or {}
    kinds = [each["type"] for each in cutters.get("pretokenizers", [cutters]) if each]
    if model["type"] != "BPE" or "ByteLevel" not in kinds:
        raise UsageError(
            f"the tokenizer is a {model['type']} that cuts by {' and '.join(kinds) or 'nothing'}",
            hint="cut are Llamas with a byte-level BPE",
        )


def _commonest(whole: Tokenizer, texts: Iterable[str]) -> Iterator[str]:
    """Give the tokens of texts, the commonest first."""
    used: Counter[int] = Counter()
    pieces = between_marks(texts)
    while some := list(islice(pieces, _AT_ONCE)):
        for encoded in whole.encode_batch_fast(some, add_special_tokens=False):
            used.update(encoded.ids)
    return (token for number, _ in used.most_common() if (token := whole.id_to_token(number)))


def _kept(wanted: Iterable[str], merges: Sequence[Merge], room: int) -> set[str]:
    """Take wanted tokens in their order, each with all that it is merged from, as long as there is room."""
    parts: dict[str, Merge] = {}
    for merge in merges:
        parts.setdefault("".join(merge), merge)
    kept = set(pre_tokenizers.ByteLevel.alphabet())
    for token in wanted:
        more = _made_of(token, parts, kept)
        if more is not None and len(kept) + len(more) <= room:
            kept |= more
        if len(kept) == room:
            break
    return kept


def _made_of(token: str, parts: Mapping[str, Merge], kept: set[str]) -> set[str] | None:
    """Give what must be kept for a token, itself included; None for one that is too long or that no merge makes."""
    if len(token) > LONGEST:
        return None
    found: set[str] = set()
    open_ = [token]
    while open_:
        each = open_.pop()
        if each in kept or each in found:
            continue
        if each not in parts:
            return None
        found.add(each)
        open_.extend(parts[each])
    return found
