"""The tokens of a model as GGUF keeps them: byte-level BPE with how it cuts texts, or SentencePiece with scores."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import gguf

from inlay.errors import UsageError
from inlay_finetune.data.fim import LAYOUTS
from inlay_finetune.sft.tokens import Tokens
from inlay_finetune.tokenizer import merges_of

__all__ = ["write_vocabulary"]

# How Qwen2 cuts a text before any merge. The name of a way to cut must be right: with another, tokens differ silently.
_QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_BYTE = "<0x"


def write_vocabulary(writer: gguf.GGUFWriter, tokens: Tokens, size: int) -> None:
    """Write the vocabulary of a model of `size` tokens, what its tokenizer lacks as unused ones.

    Raises:
        UsageError: llama.cpp has no name for how the tokenizer cuts a text.
    """
    described = tokens.described
    pieces = _spelt(tokens, size)
    if _is_sentencepiece(described):
        writer.add_tokenizer_model("llama")
        writer.add_tokenizer_pre("default")
        writer.add_token_scores(_scores(pieces, merges_of(described)))
        writer.add_add_space_prefix(_puts_a_space_before(described))
    else:
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(_pre_tokenizer(described, tokens))
        writer.add_token_merges([f"{left} {right}" for left, right in merges_of(described)])
        writer.add_add_space_prefix(False)
    writer.add_token_list(pieces)
    writer.add_token_types(_types(described, pieces, tokens.size))
    _write_marks(writer, tokens)


def _spelt(tokens: Tokens, size: int) -> list[str]:
    known = {number: text for text, number in tokens.vocabulary.items()}
    return [known.get(number, f"[PAD{number}]") for number in range(size)]


def _is_sentencepiece(described: Mapping[str, Any]) -> bool:
    return bool(described["model"].get("byte_fallback"))


def _scores(pieces: Sequence[str], merges: Sequence[tuple[str, str]]) -> list[float]:
    """Give what llama.cpp chooses merges by: the earlier one made a piece, the higher; what no merge makes is last."""
    first: dict[str, int] = {}
    for rank, (left, right) in enumerate(merges):
        first.setdefault(left + right, rank)
    return [-float(first.get(piece, len(merges))) for piece in pieces]


def _types(described: Mapping[str, Any], pieces: Sequence[str], filled: int) -> list[gguf.TokenType]:
    added = {each["content"]: bool(each["special"]) for each in described.get("added_tokens", ())}
    unknown, bytes_too = described["model"].get("unk_token"), _is_sentencepiece(described)
    return [
        gguf.TokenType.UNUSED if number >= filled else _type(piece, added, unknown, bytes_too)
        for number, piece in enumerate(pieces)
    ]


def _type(piece: str, added: Mapping[str, bool], unknown: str | None, bytes_too: bool) -> gguf.TokenType:
    if piece == unknown:
        return gguf.TokenType.UNKNOWN
    if piece in added:
        # special: control, never shown; the others are text that must come out as it is.
        return gguf.TokenType.CONTROL if added[piece] else gguf.TokenType.USER_DEFINED
    if bytes_too and piece.startswith(_BYTE) and piece.endswith(">") and len(piece) == len("<0x00>"):
        return gguf.TokenType.BYTE
    return gguf.TokenType.NORMAL


def _steps(part: Mapping[str, Any] | None, key: str) -> list[Mapping[str, Any]]:
    if part is None:
        return []
    return list(part[key]) if part["type"] == "Sequence" else [part]


def _puts_a_space_before(described: Mapping[str, Any]) -> bool:
    normalizers = _steps(described.get("normalizer"), "normalizers")
    cutters = _steps(described.get("pre_tokenizer"), "pretokenizers")
    return any(each["type"] == "Prepend" for each in normalizers) or any(
        each["type"] == "Metaspace" and each.get("prepend_scheme") != "never" for each in cutters
    )


def _pre_tokenizer(described: Mapping[str, Any], tokens: Tokens) -> str:
    steps = _steps(described.get("pre_tokenizer"), "pretokenizers")
    match [(step["type"], step.get("individual_digits"), step.get("use_regex", True)) for step in steps]:
        case [("ByteLevel", _, True)]:
            return "gpt-2"
        case [("Digits", True, _), ("ByteLevel", _, True)]:
            return "smollm"
        case [("Split", _, _), ("ByteLevel", _, False)] if steps[0]["pattern"].get("Regex") == _QWEN:
            return "qwen2"
    raise UsageError(
        f"llama.cpp has no name that we know for how {tokens.file} cuts a text: {json.dumps(steps)[:200]}",
        hint="known: the ways of GPT-2, StarCoder and SmolLM, Qwen2, and SentencePiece with byte fallback",
    )


def _write_marks(writer: gguf.GGUFWriter, tokens: Tokens) -> None:
    """Write the tokens that begin, end and part texts; whether a text begins with one is as it was in training."""
    end = tokens.id_of(tokens.end)
    begin = tokens.vocabulary.get(tokens.begin, end) if tokens.begin else end
    writer.add_bos_token_id(begin)
    writer.add_eos_token_id(end)
    writer.add_add_bos_token(bool(tokens.begin))
    writer.add_add_eos_token(False)
    for layout in LAYOUTS.values():
        marks = {"pre": layout.prefix, "suf": layout.suffix, "mid": layout.middle}
        if set(marks.values()) <= tokens.vocabulary.keys():
            for key, mark in marks.items():
                writer.add_uint32(f"tokenizer.ggml.fim_{key}_token_id", tokens.vocabulary[mark])
            if tokens.vocabulary.get(layout.end, end) != end:
                # What ends a filled-in middle ends an answer, beside the token that ends a text.
                writer.add_eot_token_id(tokens.vocabulary[layout.end])
    if tokens.has_template:
        writer.add_chat_template(tokens.chat_template)
