"""Samples as tokens, each with whether the loss is taken of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inlay.errors import UsageError
from inlay_finetune.data.fim import Piece, encoded as encoded_pieces, layout_named, pieces_of
from inlay_finetune.data.samples import Answer, Chat, Preference, Sample, Text
from inlay_finetune.sft.tokens import Tokens

__all__ = ["Encoded", "encode_at", "encode_sample"]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The tokens of a sample; `learnt` are those that must be predicted. The first is never: nothing comes before."""

    tokens: npt.NDArray[np.int32]
    learnt: npt.NDArray[np.bool_]

    @property
    def supervised(self) -> int:
        """The number of tokens that the loss is taken of."""
        return int(self.learnt.sum())

    def __len__(self) -> int:
        return len(self.tokens)

    def cut(self, longest: int) -> "Encoded":
        """Give the first tokens."""
        return Encoded(self.tokens[:longest], self.learnt[:longest])


def encode_sample(sample: Sample, tokens: Tokens) -> Encoded:
    """Give a sample as tokens."""
    match sample:
        case Text():
            segments = [(each, True) for each in _of_text(sample, tokens)]
        case Answer(layout=layout) if layout:
            segments = list(_of_hole(sample, tokens))
        case Answer():
            end = [tokens.id_of(tokens.end)]
            segments = [(tokens.encode(sample.prompt), False)]
            segments.append((tokens.encode(sample.completion, bool(sample.prompt)) + end, True))
        case Chat():
            segments = list(_of_chat(sample, tokens))
        case Preference():
            raise UsageError("a preference pair cannot be learnt by sft", hint="give it to the dpo stage")
    if tokens.begin and not isinstance(sample, Chat):
        segments.insert(0, ([tokens.id_of(tokens.begin)], False))
    ids = np.array([token for part, _ in segments for token in part], dtype=np.int32)
    learnt = np.array([flag for part, flag in segments for _ in part], dtype=np.bool_)
    learnt[:1] = False
    return Encoded(ids, learnt)


def encode_at(place: str, sample: Sample, tokens: Tokens) -> Encoded:
    """Give a sample of a place as tokens; `UsageError` names the place."""
    try:
        return encode_sample(sample, tokens)
    except UsageError as fault:
        raise UsageError(f"{place}: {fault}", hint=fault.hint) from fault


def _of_text(sample: Text, tokens: Tokens) -> Iterator[list[int]]:
    if not sample.layout:
        yield tokens.encode(sample.text)
        yield [tokens.id_of(tokens.end)]
        return
    yield encoded_pieces(_pieces(sample.text, sample.layout), tokens.encode, tokens.id_of)


def _pieces(text: str, layout: str) -> tuple[Piece, ...]:
    try:
        return pieces_of(text, layout_named(layout))
    except ValueError as fault:
        raise UsageError(f"the sample says layout {layout}, but {fault}") from fault


def _of_hole(sample: Answer, tokens: Tokens) -> Iterator[tuple[list[int], bool]]:
    """Cut behind the mark of the middle: what is asked up to there is as serving asks, the rest fills the hole."""
    layout = layout_named(sample.layout)
    pieces = _pieces(sample.prompt + sample.completion + layout.end, sample.layout)
    cut = next(place for place, piece in enumerate(pieces, start=1) if piece == Piece(layout.middle, is_mark=True))
    yield encoded_pieces(pieces[:cut], tokens.encode, tokens.id_of), False
    yield encoded_pieces(pieces[cut:], tokens.encode, tokens.id_of), True


def _of_chat(sample: Chat, tokens: Tokens) -> Iterator[tuple[list[int], bool]]:
    """Cut the rendered conversation where the assistant begins and ends to speak; the cuts are where serving asks."""
    done = ""
    for number, turn in enumerate(sample.messages):
        if turn.role != "assistant":
            continue
        asked = tokens.chat(sample.messages[:number], asks=True)
        told = tokens.chat(sample.messages[: number + 1], asks=False)
        if not (asked.startswith(done) and told.startswith(asked)):
            raise UsageError(
                f"the chat template of {tokens.file} does not keep earlier turns as they were",
                hint="give each turn of the assistant as a sample of its own",
            )
        yield tokens.encode(asked[len(done) :], bool(done)), False
        yield tokens.encode(told[len(asked) :], True), True
        done = told
