"""Asks queries in a box that may read the databases, many in a process; what breaks one is asked again alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

from inlay.sandbox import Box, CaseOutcome, Limits, PythonCase, PythonJob, Value, open_box
from inlay_eval.sql.comparing import Result

__all__ = ["Answer", "Question", "Race", "SqlBench", "open_sql_bench"]

_MODULE = "inlay_eval.inside.asking"
_SOURCE = f"from {_MODULE} import ask, race\n"
_IN_ORDER = 256  # questions that one call answers
_ORDERS_IN_PROCESS = 32
_RACES_IN_PROCESS = 4  # each may use up the time of one query
_BASE_SECONDS = 2.0
_SLOW = 4  # queries of one process may use up their time before no more are asked
_MEMORY = 1536 * 1024 * 1024
_ANSWER_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """One query to one database; for the rows that it gives, or only for the number and the digest of them."""

    database: Path
    query: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Race:
    """A right query to be timed against gold."""

    database: Path
    gold: str
    query: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of a query: a result, or why there is none.

    Results of one digest are the same, row by row; those of two may be. Rows are there if they were asked for.
    """

    kind: Literal["result", "error", "late", "large", "crashed", "broken"]
    columns: int = 0
    count: int = 0
    digest: str = ""
    rows: Sequence[Sequence[object]] | None = None
    error: str = ""

    @property
    def result(self) -> Result | None:
        """The whole result."""
        if self.rows is None:
            return None
        return Result(columns=self.columns, rows=tuple(tuple(map(_cell, row)) for row in self.rows))


@contextmanager
def open_sql_bench(roots: Sequence[Path], *, seconds: float) -> Iterator["SqlBench"]:
    """Open a box that may read the folders of databases; `seconds` is what one query may compute."""
    limits = Limits(seconds=_BASE_SECONDS + (_SLOW + 1) * seconds, memory_bytes=_MEMORY, answer_bytes=_ANSWER_BYTES)
    source = (files("inlay_eval.inside") / "asking.py").read_text("utf-8")
    with open_box(limits=limits, prelude=[(_MODULE, source)], folders=roots) as box:
        yield SqlBench(box, seconds)


class SqlBench:
    """Answers questions in order."""

    def __init__(self, box: Box, seconds: float) -> None:
        self._box = box
        self._seconds = seconds

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Ask queries, those of one database together; what breaks its process costs the others only time."""
        places = sorted(range(len(questions)), key=lambda place: str(questions[place].database))
        answers = dict(zip(places, self._ask([questions[place] for place in places]), strict=True))
        return [answers[place] for place in range(len(questions))]

    def _ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Ask queries in this order, in smaller steps once a process breaks, until what broke it stands alone."""
        answers: list[Answer] = []
        size = _IN_ORDER
        while len(answers) < len(questions):
            left = questions[len(answers) : len(answers) + size * _ORDERS_IN_PROCESS]
            outcomes = self._run("ask", [self._order(part) for part in _parts(left, size)])
            found = _answers(outcomes, size)
            answers += found
            if found:
                size = min(2 * size, _IN_ORDER) if all(map(_returned, outcomes)) else size
            elif size > 1:
                size = max(min(size, len(left)) // 8, 1)
            else:
                answers.append(_broken(outcomes[0]))
        return answers

    def _order(self, questions: Sequence[Question]) -> Mapping[str, Value]:
        names = [str(asked.database) for asked in questions]
        databases = {name: place for place, name in enumerate(dict.fromkeys(names))}
        queries = {query: place for place, query in enumerate(dict.fromkeys(asked.query for asked in questions))}
        order = {
            "databases": list(databases),
            "queries": list(queries),
            "asked": [
                [databases[name], queries[each.query], each.whole] for name, each in zip(names, questions, strict=True)
            ],
            "seconds": self._seconds,
            "budget": _SLOW * self._seconds,
        }
        return {"order": json.dumps(order)}

    def race(self, races: Sequence[Race], times: int) -> list[list[float]]:
        """Time right queries against gold, each up to so many times; nothing for one that cannot be timed."""
        ratios: list[list[float]] = []
        for batch in _parts(races, _RACES_IN_PROCESS):
            runs = [
                {
                    "database": str(run.database),
                    "query": run.query,
                    "seconds": self._seconds,
                    "gold": run.gold,
                    "times": times,
                }
                for run in batch
            ]
            found = self._run("race", runs)
            if not all(map(_returned, found)):
                found = [outcome for run in runs for outcome in self._run("race", [run])]
            ratios += [json.loads(str(each.value)) if _returned(each) else [] for each in found]
        return ratios

    def _run(self, function: str, asked: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        cases = tuple(PythonCase(arguments=given) for given in asked)
        return self._box.run_python(PythonJob(source=_SOURCE, function=function, cases=cases))


def _parts(whole: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (whole[first : first + size] for first in range(0, len(whole), size))


def _returned(outcome: CaseOutcome) -> bool:
    return outcome.ending == "returned"


def _answers(outcomes: Sequence[CaseOutcome], size: int) -> list[Answer]:
    """Give the answers up to the first that is missing."""
    answers: list[Answer] = []
    for outcome in takewhile(_returned, outcomes):
        told = json.loads(str(outcome.value))
        answers += map(_answer, told)
        if len(told) < size:
            break
    return answers


def _answer(said: Mapping[str, Any]) -> Answer:
    if "digest" in said:
        return Answer(kind="result", **said)
    if "error" in said:
        return Answer(kind="error", error=said["error"])
    return Answer(kind="late" if "late" in said else "large")


def _broken(outcome: CaseOutcome) -> Answer:
    if outcome.ending == "timeout":
        return Answer(kind="late", error=outcome.error)
    if outcome.ending == "raised":  # a query that no box can even hand to SQLite
        return Answer(kind="error", error=outcome.error)
    return Answer(kind="crashed" if outcome.ending == "killed" else "broken", error=outcome.error)


def _cell(cell: object) -> object:
    return ("blob", cell["b"]) if isinstance(cell, dict) else cell
