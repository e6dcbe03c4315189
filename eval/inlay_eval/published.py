"""What the published file of a suite says of each task: question, solution and what else is shown, text by text."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inlay_eval.judging import CodeTask
from inlay_eval.known import SQL_SUITES
from inlay_eval.sql import SqlTask, load_sql_suite
from inlay_eval.suites import load_suite
from inlay_eval.suites.records import json_of, text_of

__all__ = ["Published", "published"]

_SHORT = {"java": "java", "javascript": "js"}  # as the files of HumanEval-X are called


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The files of a suite, and by task the texts in them that the task shows or is solved by."""

    files: tuple[Path, ...]
    texts: Mapping[str, tuple[str, ...]]


def published(suite: str, data: Path | None, grams_of: Callable[[str], set[int]]) -> Published:
    """Read the texts of a suite; raises what reading the suite raises.

    What inlay tells a model around a task is no text of the data: a text counts where half of its n-grams stand in what
    is told or solves the task, and then as it was published.
    """
    if suite in SQL_SUITES:
        read = load_sql_suite(suite, data, [Path.cwd()])  # no database is asked, so any folder will do
        asked = {task.id: _asked(task) for task in read.tasks}
        return _published(read.file, asked, json.loads(json_of(read.file)), grams_of)
    programs = load_suite(suite, data)
    shown = {task.id: _shown(task) for task in programs.tasks}
    found = _published(programs.file, shown, list(_lines(programs.file)), grams_of)
    language = suite.partition("-from-")[2]
    return _with_source(found, language, grams_of) if language else found


def _published(
    file: Path, shown: Mapping[str, str], records: Sequence[object], grams_of: Callable[[str], set[int]]
) -> Published:
    """Take from each record, which stand in the order of the tasks, what its task shows."""
    texts: dict[str, tuple[str, ...]] = {}
    for (task, told), record in zip(shown.items(), records, strict=True):
        known = grams_of(told)
        parts = {text: grams_of(text) for text in _texts(record)}
        texts[task] = tuple(text for text, grams in parts.items() if grams and 2 * len(grams & known) >= len(grams))
    return Published(files=(file,), texts=texts)


def _with_source(found: Published, language: str, grams_of: Callable[[str], set[int]]) -> Published:
    """Add the programs in the other language, which a translation starts from; they lie beside, in the same order."""
    [target] = found.files
    beside = target.with_name(target.name.replace("python", _SHORT[language]))
    source = published(f"humaneval-x-{language}", beside, grams_of)
    programs = {name.rpartition("/")[2]: texts for name, texts in source.texts.items()}
    texts = {name: (*texts, *programs.get(name.rpartition("/")[2], ())) for name, texts in found.texts.items()}
    return Published(files=(target, beside), texts=texts)


def _asked(task: SqlTask) -> str:
    return f"{task.question}\n{task.evidence}\n{task.gold}"


def _shown(task: CodeTask) -> str:
    explained = task.explained.program if task.explained else ""
    return "\n".join([task.head, task.prompt, task.gold, task.tail, task.wrong or "", explained])


def _lines(path: Path) -> Iterator[object]:
    for line in text_of(path).split("\n"):
        if line.strip():
            yield json.loads(line)


def _texts(record: object) -> Iterator[str]:
    """Give every text of a record, also of what is published as JSON inside JSON."""
    if isinstance(record, dict | list):
        for part in record.values() if isinstance(record, dict) else record:
            yield from _texts(part)
    elif isinstance(record, str):
        inside = _inside(record)
        if isinstance(inside, dict | list):
            yield from _texts(inside)
        else:
            yield record


def _inside(text: str) -> object:
    try:
        return json.loads(text) if text[:1] in ("[", "{") else None
    except (ValueError, RecursionError):
        return None
