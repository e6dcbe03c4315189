"""Predictions of SQL in the forms that the field uses: JSON lines, one query a line, BIRD's JSON of places."""

import json
from pathlib import Path

from inlay.plain_json import plain_of
from inlay_eval.samples import Sample, read_samples
from inlay_eval.sql.suite import SqlSuite
from inlay_eval.suites.records import Faults, invalid, text_of

__all__ = ["read_predictions"]

_BIRD = "\t----- bird -----\t"


def read_predictions(path: Path, suite: SqlSuite) -> tuple[Sample, ...]:
    """Read at most one prediction a question; the end of the file's name, before `.gz`, says in which form."""
    known = [task.id for task in suite.tasks]
    form = Path(path.name.removesuffix(".gz")).suffix
    if form == ".jsonl":
        return _one_each(path, read_samples(path, known))
    return _by_place(path, known) if form == ".json" else _by_line(path, known, suite.file.name)


def _by_line(path: Path, known: list[str], name: str) -> tuple[Sample, ...]:
    """Read the form of Spider: a query a line, in the order of the questions, perhaps with its database.

    An empty line is an empty prediction, save for those that stand after the last question's.
    """
    lines = text_of(path).split("\n")
    while len(lines) > len(known) and not lines[-1]:
        lines.pop()
    if len(lines) != len(known):
        message = f"{len(lines)} lines for the {len(known)} questions of {name}"
        raise invalid(
            path,
            message,
            line=len(lines),
            hint="give one line a question, or JSON lines of task_id and completion",
        )
    return tuple(
        Sample(task=task, completion=line.split("\t")[0], line=number)
        for number, (task, line) in enumerate(zip(known, lines, strict=True), start=1)
    )


def _by_place(path: Path, known: list[str]) -> tuple[Sample, ...]:
    """Read the form of BIRD: an object of queries under the ids of questions, else under their places from 0 on."""
    hint = "BIRD's form is an object of queries by the number of their question"
    try:
        given = plain_of(text_of(path))
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg}"
        raise invalid(path, message, line=error.lineno, column=error.colno, hint=hint) from error
    except ValueError as error:
        raise invalid(path, f"is not JSON: {error}", hint=hint) from error
    if not isinstance(given, dict):
        raise invalid(path, "holds no object", hint=hint)
    ids = dict(zip(known, known, strict=True))
    names = ids if ids.keys() >= given.keys() else {str(place): task for place, task in enumerate(known)}
    faults = Faults(path)
    for key, query in given.items():
        if key not in names:
            faults.add(1, f"there is no question {key!r} in this suite")
        elif not isinstance(query, str):
            faults.add(1, f"{key}: the query is no text")
    faults.finish(hint=hint)
    return tuple(
        Sample(task=names[key], completion=query.split(_BIRD)[0], line=number)
        for number, (key, query) in enumerate(given.items(), start=1)
    )


def _one_each(path: Path, samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
    first: dict[str, int] = {}
    faults = Faults(path)
    for sample in samples:
        line = first.setdefault(sample.task, sample.line)
        if line != sample.line:
            faults.add(sample.line, f"question {sample.task!r} is answered in line {line} already")
    faults.finish(hint="give one prediction a question")
    return samples
