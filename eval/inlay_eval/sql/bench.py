"""Asks queries in a box that may read the databases, many in a process; what breaks one is asked again alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from inlay.sandbox import Box, CaseOutcome, Limits, PythonCase, PythonJob, Value, open_box
from inlay_eval.sql.comparing import Result

__all__ = ["Answer", "Question", "Race", "SqlBench", "open_sql_bench"]

_MODULE = "inlay_eval.inside.asking"
_SOURCE = f"from {_MODULE} import ask, race\n"
_BATCH = 64
_RACES_IN_BATCH = 8
_BASE_SECONDS = 2.0
_MEMORY = 1536 * 1024 * 1024
_ANSWER_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """One query to one database."""

    database: Path
    query: str


@dataclass(frozen=True, slots=True)
class Race:
    """A right query to be timed against gold."""

    database: Path
    gold: str
    query: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of a query: a result, or why there is none."""

    kind: Literal["result", "error", "late", "large", "crashed", "broken"]
    result: Result | None = None
    error: str = ""


@contextmanager
def open_sql_bench(roots: Sequence[Path], *, seconds: float) -> Iterator["SqlBench"]:
    """Open a box that may read the folders of databases; `seconds` is what one query may compute."""
    limits = Limits(seconds=_BASE_SECONDS + _BATCH * seconds, memory_bytes=_MEMORY, answer_bytes=_ANSWER_BYTES)
    source = (files("inlay_eval.inside") / "asking.py").read_text("utf-8")
    with open_box(limits=limits, prelude=[(_MODULE, source)], folders=roots) as box:
        yield SqlBench(box, seconds)


class SqlBench:
    """Answers questions in order."""

    def __init__(self, box: Box, seconds: float) -> None:
        self._box = box
        self._seconds = seconds

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Ask queries; one that breaks its process costs the others nothing but time."""
        answers: list[Answer] = []
        for first in range(0, len(questions), _BATCH):
            batch = questions[first : first + _BATCH]
            answers += map(_answer, self._run("ask", [self._spelled(asked) for asked in batch]))
        return answers

    def race(self, races: Sequence[Race], times: int) -> list[list[float]]:
        """Time right queries against gold, each up to so many times; nothing for one that cannot be timed."""
        ratios: list[list[float]] = []
        for first in range(0, len(races), _RACES_IN_BATCH):
            batch = [
                {**self._spelled(Question(found.database, found.query)), "gold": found.gold, "times": times}
                for found in races[first : first + _RACES_IN_BATCH]
            ]
            outcomes = self._run("race", batch)
            ratios += [json.loads(str(found.value)) if found.ending == "returned" else [] for found in outcomes]
        return ratios

    def _spelled(self, asked: Question) -> dict[str, Value]:
        return {"database": str(asked.database), "query": asked.query, "seconds": self._seconds}

    def _run(self, function: str, asked: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        """Run cases in one process; when one of them breaks it, each is run again alone."""
        cases = tuple(PythonCase(arguments=dict(given)) for given in asked)
        found = self._box.run_python(PythonJob(source=_SOURCE, function=function, cases=cases))
        if len(cases) > 1 and any(outcome.ending != "returned" for outcome in found):
            return [self._run(function, [given])[0] for given in asked]
        return found


def _answer(outcome: CaseOutcome) -> Answer:
    if outcome.ending == "timeout":
        return Answer(kind="late", error=outcome.error)
    if outcome.ending == "raised":  # a query that no box can even hand to SQLite
        return Answer(kind="error", error=outcome.error)
    if outcome.ending != "returned":
        return Answer(kind="crashed" if outcome.ending == "killed" else "broken", error=outcome.error)
    said = json.loads(str(outcome.value))
    if "rows" in said:
        rows = tuple(tuple(map(_cell, row)) for row in said["rows"])
        return Answer(kind="result", result=Result(columns=len(said["columns"]), rows=rows))
    if "error" in said:
        return Answer(kind="error", error=said["error"])
    return Answer(kind="late" if "late" in said else "large")


def _cell(cell: object) -> object:
    return ("blob", cell["b"]) if isinstance(cell, dict) else cell
