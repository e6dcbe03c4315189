"""Whether a model may have seen a suite's tasks: how many of their n-grams stand in the data it was trained on."""

import gzip
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from inlay.errors import UsageError
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.watching import Watcher

__all__ = ["Contamination", "Overlap", "contamination", "corpus_files", "overlaps", "texts_of", "words_of"]

_WORD = re.compile(r"\w+|[^\w\s]")
_MOST_NAMED = 10
_CHUNK = 1 << 20
_SUFFIXES = frozenset({".jsonl", ".json", ".txt", ".py", ".sql", ".md", ".yaml", ".gz"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """One task: how many n-grams it has and how many of them stand in the data."""

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
        lines += [
            f"  {found.task}: {found.found} of {found.grams} ({found.share:.0%})" for found in suspects[:_MOST_NAMED]
        ]
        return "\n".join(lines + ([f"  and {len(suspects) - _MOST_NAMED} more"] if suspects[_MOST_NAMED:] else []))


def texts_of(suite: str, data: Path | None) -> dict[str, str]:
    """Give what a suite's tasks say with what solves them, by their ids."""
    from inlay_eval.sql import SQL_SUITES, load_sql_suite
    from inlay_eval.suites import load_suite

    if suite in SQL_SUITES:
        read = load_sql_suite(suite, data, [Path.cwd()])  # no database is asked, so any folder will do
        return {task.id: f"{task.question}\n{task.evidence}\n{task.gold}" for task in read.tasks}
    return {
        task.id: f"{task.head or task.prompt}\n{task.gold}\n{task.tail if task.head else ''}"
        for task in load_suite(suite, data).tasks
    }


def words_of(text: str) -> list[str]:
    """Give words and signs in small letters; how a text is spaced does not count."""
    return _WORD.findall(text.lower())


def overlaps(tasks: Mapping[str, str], corpus: Iterable[Iterable[str]], size: int) -> tuple[list[Overlap], int]:
    """Hold tasks against texts, each given as its words in order; the second value is how many words were read."""
    wanted = {name: set(_grams(words_of(text), size)) for name, text in tasks.items()}
    known, seen, read = set(chain.from_iterable(wanted.values())), set[int](), 0
    for text in corpus:
        window: deque[str] = deque(maxlen=size)
        for word in text:
            read += 1
            window.append(word)
            if len(window) == size and (gram := hash(tuple(window))) in known:
                seen.add(gram)
    found = [Overlap(task=name, grams=len(grams), found=len(grams & seen)) for name, grams in wanted.items()]
    return found, read


def _grams(words: Sequence[str], size: int) -> Iterator[int]:
    for first in range(len(words) - size + 1):
        yield hash(tuple(words[first : first + size]))


def corpus_files(paths: Sequence[Path]) -> list[Path]:
    """Give the files of text among paths and in folders."""
    found = [
        file
        for path in paths
        for file in ([path] if path.is_file() else sorted(path.rglob("*")))
        if file.is_file() and (path.is_file() or file.suffix in _SUFFIXES)
    ]
    if not found:
        raise UsageError("there is no text in what was given", hint=f"give files, or folders of {', '.join(_SUFFIXES)}")
    return found


def contamination(
    suite: str, tasks: Mapping[str, str], paths: Sequence[Path], *, size: int, threshold: float, watcher: Watcher
) -> Contamination:
    """Check a suite against files; the check itself is checked first: a text holds itself, and nothing holds none."""
    _self_check(tasks, size)
    files = corpus_files(paths)
    watcher.stage("Reading", len(files))
    found, words = overlaps(tasks, _told(files, watcher), size)
    return Contamination(
        suite=suite, size=size, threshold=threshold, files=len(files), words=words, overlaps=tuple(found)
    )


def _told(files: Sequence[Path], watcher: Watcher) -> Iterator[Iterator[str]]:
    for file in files:
        yield _words_in(file)
        watcher.step()


def _words_in(file: Path) -> Iterator[str]:
    """Give the words of a file piece by piece; in JSON what a text escapes is read as it is meant."""
    opened = gzip.open if file.suffix == ".gz" else open
    json_like = {".json", ".jsonl"} & set(file.suffixes)
    try:
        with opened(file, "rt", encoding="utf-8", errors="replace") as stream:
            for line in stream:
                text = re.sub(r"\\[ntr]", " ", line).replace('\\"', '"') if json_like else line
                for first in range(0, len(text), _CHUNK):
                    yield from words_of(text[first : first + _CHUNK])
    except (OSError, EOFError) as error:
        raise UsageError(f"{file}: {error}") from error


def _self_check(tasks: Mapping[str, str], size: int) -> None:
    itself, _ = overlaps(tasks, (words_of(text) for text in tasks.values()), size)
    nothing, _ = overlaps(tasks, [], size)
    if any(found.found != found.grams for found in itself) or any(found.found for found in nothing):
        raise SelfCheckFailed("the self-check fails, so nothing is reported: a text does not hold its own n-grams")
    if not any(found.grams for found in itself):
        raise UsageError(f"no task has {size} words", hint="give a smaller --words")
