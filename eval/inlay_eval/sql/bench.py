"""Asks queries in a box that may read the databases, many in a process; what breaks one is asked again alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from inlay.sandbox import Box, CaseOutcome, Ending, Limits, PythonCase, PythonJob, TextJob, TextOutcome, Value, open_box
from inlay_eval.sql.answers import Answer, AnswerKind

__all__ = ["Question", "Race", "SqlBench", "open_sql_bench"]

_MODULE = "inlay_eval.inside.asking"
_SOURCE = f"from {_MODULE} import race\n"
_IN_PROCESS = 8192  # questions that one process is asked
_STEP = 8  # times fewer once that breaks it, times more once it does not
_RACES_IN_PROCESS = 4  # each may use up the time of one query
_BASE_SECONDS = 2.0
_SLOW = 4  # queries of one process may use up their time before no more are asked
_MEMORY = 1536 * 1024 * 1024
_ANSWER_BYTES = 64 * 1024 * 1024
_NONE = Answer.without_result("broken", "nothing was said")


@dataclass(frozen=True, slots=True)
class Question:
    """One query to databases; for the rows that it gives, or only for the number and the digest of them."""

    databases: Sequence[Path]
    query: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Race:
    """A right query to be timed against gold."""

    database: Path
    gold: str
    query: str


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

    def ask(self, questions: Sequence[Question]) -> list[tuple[Answer, ...]]:
        """Ask queries, all of one database together; what breaks its process costs the others only time."""
        asked = _by_database(questions)
        answers = self._ask(questions, asked)
        found = [[_NONE] * len(question.databases) for question in questions]
        for each, answer in zip(asked, answers, strict=True):
            found[each.question][each.place] = answer
        return list(map(tuple, found))

    def _ask(self, questions: Sequence[Question], asked: Sequence["_Asked"]) -> list[Answer]:
        """Ask queries in this order, fewer at once when a process breaks, until what broke it stands alone."""
        answers: list[Answer] = []
        size = _IN_PROCESS
        while len(answers) < len(asked):
            left = asked[len(answers) : len(answers) + size]
            outcome = self._box.run_text(TextJob(module=_MODULE, function="ask", text=self._order(questions, left)))
            found = list(map(Answer, outcome.lines[: len(left)]))
            answers += found
            if found:
                size = min(_STEP * size, _IN_PROCESS) if outcome.ending == "returned" else size
            elif len(left) > 1:
                size = max(len(left) // _STEP, 1)
            else:
                answers.append(_broken(outcome))
        return answers

    def _order(self, questions: Sequence[Question], asked: Sequence["_Asked"]) -> str:
        numbers = {place: number for number, place in enumerate(dict.fromkeys(each.question for each in asked))}
        order = {
            "queries": [(questions[place].query, questions[place].whole) for place in numbers],
            "asked": [
                (database, [numbers[each.question] for each in together])
                for database, together in groupby(asked, key=attrgetter("database"))
            ],
            "seconds": self._seconds,
            "budget": _SLOW * self._seconds,
        }
        return json.dumps(order)

    def race(self, races: Sequence[Race], times: int) -> list[list[float]]:
        """Time right queries against gold, each up to so many times; nothing for one that cannot be timed."""
        ratios: list[list[float]] = []
        for first in range(0, len(races), _RACES_IN_PROCESS):
            runs: list[Mapping[str, Value]] = [
                {
                    "database": str(run.database),
                    "query": run.query,
                    "seconds": self._seconds,
                    "gold": run.gold,
                    "times": times,
                }
                for run in races[first : first + _RACES_IN_PROCESS]
            ]
            found = self._run("race", runs)
            if not all(map(_returned, found)):
                found = [outcome for run in runs for outcome in self._run("race", [run])]
            ratios += [json.loads(str(each.value)) if _returned(each) else [] for each in found]
        return ratios

    def _run(self, function: str, asked: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        cases = tuple(PythonCase(arguments=given) for given in asked)
        return self._box.run_python(PythonJob(source=_SOURCE, function=function, cases=cases))


def _returned(outcome: CaseOutcome) -> bool:
    return outcome.ending == "returned"


def _broken(outcome: TextOutcome) -> Answer:
    kinds: dict[Ending, AnswerKind] = {"timeout": "late", "killed": "crashed"}
    return Answer.without_result(kinds.get(outcome.ending, "broken"), outcome.error)


class _Asked(NamedTuple):
    """A question to one of its databases: the places of both, and where the file lies."""

    database: str
    question: int
    place: int


def _by_database(questions: Sequence[Question]) -> list[_Asked]:
    """Give what is to be asked in an order in which each database is opened once."""
    together: dict[str, list[_Asked]] = {}
    for number, question in enumerate(questions):
        for place, database in enumerate(map(str, question.databases)):
            together.setdefault(database, []).append(_Asked(database, number, place))
    return list(chain.from_iterable(together.values()))
