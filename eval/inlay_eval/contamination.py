"""Whether a model may have seen a suite's tasks: how many of their n-grams stand in the data it was trained on."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from inlay.errors import UsageError
from inlay_eval.corpus import corpus_of, words_in, words_of
from inlay_eval.published import published
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.watching import Watcher

__all__ = ["Contamination", "Overlap", "contamination", "overlaps"]

_MOST_NAMED = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """One task: of its text of which most stands in the data, how many n-grams it has and how many stand there."""

    task: str
    grams: int
    found: int

    @property
    def share(self) -> float:
        """The share of the n-grams that stand in the data; zero for a task shorter than one."""
        return self.found / self.grams if self.grams else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Contamination:
    """What was found over a whole suite."""

    suite: str
    size: int
    threshold: float
    files: int
    words: int
    skipped: tuple[str, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def suspects(self) -> list[Overlap]:
        """The tasks that reach the threshold, the most suspect first."""
        reached = [found for found in self.overlaps if found.grams and found.share >= self.threshold]
        return sorted(reached, key=lambda found: (-found.share, found.task))

    def plain(self) -> dict[str, object]:
        """Give it as plain data."""
        return {**asdict(self), "suspects": [found.task for found in self.suspects]}

    def text(self) -> str:
        """Give it as text."""
        suspects, measured = self.suspects, [found for found in self.overlaps if found.grams]
        touched = sum(bool(found.found) for found in measured)
        lines = [
            f"{self.suite}: {len(suspects)} of {len(measured)} tasks share {self.threshold:.0%} or more of their "
            f"{self.size}-grams with {self.files} files of {self.words} words; {touched} share any",
        ]
        if len(measured) < len(self.overlaps):
            lines.append(f"{len(self.overlaps) - len(measured)} tasks are shorter than {self.size} words: not measured")
        if self.skipped:
            lines.append(f"{len(self.skipped)} files are no text and were not read: {_named(self.skipped)}")
        lines += [
            f"  {found.task}: {found.found} of {found.grams} ({found.share:.0%})" for found in suspects[:_MOST_NAMED]
        ]
        return "\n".join(lines + ([f"  and {len(suspects) - _MOST_NAMED} more"] if suspects[_MOST_NAMED:] else []))


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if names[_MOST_NAMED:] else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def overlaps(
    tasks: Mapping[str, Sequence[str]], corpus: Iterable[Iterable[str]], size: int
) -> tuple[list[Overlap], int]:
    """Hold the texts of tasks against others, each given as its words in order; also say how many words were read."""
    wanted = {name: [_grams(text, size) for text in texts] for name, texts in tasks.items()}
    known, seen, read = set(chain.from_iterable(chain.from_iterable(wanted.values()))), set[int](), 0
    for text in corpus:
        window: deque[str] = deque(maxlen=size)
        for word in text:
            read += 1
            window.append(word)
            if len(window) == size and (gram := hash(tuple(window))) in known:
                seen.add(gram)
    return [_most(name, texts, seen) for name, texts in wanted.items()], read


def _most(task: str, texts: Sequence[set[int]], seen: set[int]) -> Overlap:
    found = [Overlap(task=task, grams=len(grams), found=len(grams & seen)) for grams in texts]
    return max(found, key=lambda each: (each.share, each.grams), default=Overlap(task=task, grams=0, found=0))


def _grams(text: str, size: int) -> set[int]:
    words = words_of(text)
    return {hash(tuple(words[first : first + size])) for first in range(len(words) - size + 1)}


def contamination(
    suite: str, data: Path | None, paths: Sequence[Path], *, size: int, threshold: float, watcher: Watcher
) -> Contamination:
    """Check a suite against files; the check itself is checked first, by the suite's own file and by nothing.

    Raises `UsageError` for files that are not there, are no text or hold no word, and where no task is long enough.
    """
    own = published(suite, data, lambda text: _grams(text, size))
    corpus = corpus_of(paths)
    _self_check(own.texts, own.files, size)
    watcher.stage("Reading", len(corpus.files))
    found, words = overlaps(own.texts, _told(corpus.files, watcher), size)
    if not words:
        raise UsageError("there is no word in what was given", hint="give the data that the model was trained on")
    return Contamination(
        suite=suite,
        size=size,
        threshold=threshold,
        files=len(corpus.files),
        words=words,
        skipped=tuple(map(str, corpus.skipped)),
        overlaps=tuple(found),
    )


def _told(files: Sequence[Path], watcher: Watcher) -> Iterator[Iterator[str]]:
    for file in files:
        yield words_in(file)
        watcher.step()


def _self_check(texts: Mapping[str, Sequence[str]], files: Sequence[Path], size: int) -> None:
    itself, _ = overlaps(texts, map(words_in, files), size)
    nothing, _ = overlaps(texts, [], size)
    lost = [found.task for found in itself if found.found != found.grams]
    if lost or any(found.found for found in nothing):
        raise SelfCheckFailed(
            "the self-check fails, so nothing is reported: the suite's own file does not hold all of "
            f"{len(lost)} tasks: {_named(lost)}"
        )
    if not any(found.grams for found in itself):
        raise UsageError(f"no task has {size} words", hint="give a smaller --words")
