"""Texts that say nearly the same, found by MinHash in a locality-sensitive index."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inlay.linking.words import words_and_signs

if TYPE_CHECKING:
    from datasketch import MinHash

__all__ = ["NearDuplicates", "families"]

_SHINGLE = 5
_PERMUTATIONS = 128
# The index has no bands for a higher one; it only proposes, and what it proposes is compared.
_HIGHEST_OF_INDEX = 0.98


def _signature(text: str, size: int) -> "MinHash":
    from datasketch import MinHash

    words = words_and_signs(text)
    shingles = {" ".join(words[at : at + size]).encode() for at in range(max(len(words) - size + 1, 1))}
    signature = MinHash(num_perm=_PERMUTATIONS, seed=1)
    signature.update_batch(sorted(shingles))
    return signature


@dataclass
class NearDuplicates:
    """An index of texts; the first of a kind stays, later ones are told which that was.

    `shingle` is how many words in a row are compared: files in runs of five, a sentence word by word.
    """

    similarity: float = 0.85
    shingle: int = _SHINGLE
    _taken: list[tuple[str, "MinHash"]] = field(default_factory=list)

    def __post_init__(self) -> None:
        from datasketch import MinHashLSH

        self._index = MinHashLSH(threshold=min(self.similarity, _HIGHEST_OF_INDEX), num_perm=_PERMUTATIONS)

    def twin_of(self, name: str, text: str) -> str | None:
        """Give the name of an earlier text that is nearly the same; else take this one in."""
        signature = _signature(text, self.shingle)
        found: list[int] = self._index.query(signature)
        near = {number: float(signature.jaccard(self._taken[number][1])) for number in sorted(found)}
        twin = max(near, key=near.__getitem__, default=None)
        if twin is not None and near[twin] >= self.similarity:
            return self._taken[twin][0]
        self._index.insert(len(self._taken), signature)
        self._taken.append((name, signature))
        return None


def families(sizes: Mapping[str, int], shared: Iterable[tuple[str, str]], share: float = 0.3) -> dict[str, str]:
    """Give each repository the name of its family: forks, which share this much of the smaller one's files, are one."""
    head = {name: name for name in sizes}

    def top(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for (one, two), count in Counter(tuple(sorted(pair)) for pair in shared if pair[0] != pair[1]).items():
        if count >= share * min(sizes[one], sizes[two]):
            first, second = sorted((top(one), top(two)))
            head[second] = first
    return {name: top(name) for name in sizes}
