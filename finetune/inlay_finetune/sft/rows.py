"""Rows: whole samples laid one behind the other, so that little of a row is left empty."""

import random
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inlay_finetune.prefix import Marks, prefix_of
from inlay_finetune.sft.encoding import Encoded

__all__ = ["Row", "laid", "packed", "shuffled", "stretched"]


@dataclass(frozen=True, slots=True)
class Row:
    """Samples as one row of tokens; positions begin anew with each of them."""

    tokens: npt.NDArray[np.int64]
    positions: npt.NDArray[np.int64]
    targets_at: npt.NDArray[np.int64]

    @property
    def lengths(self) -> list[int]:
        """The number of tokens of each sample."""
        starts = np.flatnonzero(self.positions == 0)
        return [int(length) for length in np.diff(np.append(starts, len(self.tokens)))]

    def prefixes(self, marks: Marks) -> list[tuple[int, int]]:
        """Give for each sample which part of it a prefix LM reads both ways."""
        samples = np.split(self.tokens, np.cumsum(self.lengths)[:-1])
        return [prefix_of(sample.tolist(), marks) for sample in samples]

    @property
    def supervised(self) -> int:
        """The number of tokens that must be predicted."""
        return len(self.targets_at)


def packed(samples: Sequence[Encoded], size: int) -> list[list[int]]:
    """Group samples, by number, in rows of at most `size` tokens: longest first, each where it fits best."""
    rows: list[list[int]] = []
    spaces: list[tuple[int, int]] = []
    for number in sorted(range(len(samples)), key=lambda each: (-len(samples[each]), each)):
        need = len(samples[number])
        at = bisect_left(spaces, (need, -1))
        if at == len(spaces):
            rows.append([number])
            insort(spaces, (size - need, len(rows) - 1))
        else:
            space, row = spaces.pop(at)
            rows[row].append(number)
            insort(spaces, (space - need, row))
    return rows


def laid(samples: Sequence[Encoded]) -> Row:
    """Lay samples in one row."""
    lengths = [len(sample) for sample in samples]
    learnt = np.concatenate([sample.learnt for sample in samples])
    return Row(
        tokens=np.concatenate([sample.tokens for sample in samples]).astype(np.int64),
        positions=np.concatenate([np.arange(length) for length in lengths]).astype(np.int64),
        targets_at=np.flatnonzero(learnt).astype(np.int64),
    )


def stretched(row: Row, grain: int) -> Row:
    """Give a row whose samples end at multiples of `grain`: behind each come tokens that nobody learns from."""
    lengths = np.asarray(row.lengths)
    room = -(-lengths // grain) * grain
    shifts = np.cumsum(room - lengths) - (room - lengths)
    places = np.arange(len(row.tokens)) + np.repeat(shifts, lengths)
    tokens = np.zeros(room.sum(), dtype=np.int64)
    tokens[places] = row.tokens
    # No position beyond those of the sample: a table of learnt positions may end there.
    positions = [np.minimum(np.arange(size), max(length - 1, 1)) for size, length in zip(room, lengths, strict=True)]
    return Row(tokens, np.concatenate(positions).astype(np.int64), places[row.targets_at])


def shuffled(rows: Sequence[list[int]], seed: int) -> Iterator[list[int]]:
    """Give the rows for ever, each epoch in an order of its own that hangs on the seed alone."""
    epoch = 0
    while True:
        order = list(range(len(rows)))
        random.Random(f"{seed}/{epoch}").shuffle(order)
        yield from (rows[each] for each in order)
        epoch += 1
