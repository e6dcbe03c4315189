"""The bench: a box for candidates, a box for tests, and what passes between them.

A candidate's box gets a program and operations to perform on it, and no expected value; the box of tests gets the
answers, and no candidate. A verdict is worked out where no candidate runs, over plain data, so a candidate can
change nothing but its own answers.
"""

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial

from inlay.sandbox import CaseOutcome, Value
from inlay_eval.judging.commands import open_commands
from inlay_eval.judging.sides import Court, Stage, open_python
from inlay_eval.judging.task import PYTHON, Attempt, CodeTask, Judgement, Script, TaskFaulty, Verdict
from inlay_eval.judging.toolchains import toolchain_of
from inlay_eval.judging.typescript import TYPESCRIPT, open_typescript

__all__ = ["Bench", "open_bench"]

_MOST_ROUNDS = 8  # how often a script may grow before the test counts as one that cannot be followed
_MOST_HEARD = 20_000  # verdicts of the referee that are remembered
_MOST_PROGRAM = 1_000_000
_OPENED = {PYTHON: open_python, TYPESCRIPT: open_typescript}
_ENDINGS = {
    "timeout": Verdict.timed_out,
    "killed": Verdict.crashed,
    "oversized": Verdict.refused,
    "tampered": Verdict.refused,
    "unloaded": Verdict.refused,
    "raised": Verdict.refused,
}


@contextmanager
def open_bench(*, seconds: float, memory_mib: int, language: str = PYTHON) -> Iterator["Bench"]:
    """Open the two sides of a language; `seconds` is what one candidate's whole program may compute."""
    opened = _OPENED.get(language) or partial(open_commands, toolchain_of(language))
    with opened(seconds=seconds, memory_mib=memory_mib) as (stage, court):
        yield Bench(stage, court)


class Bench:
    """Judges candidates of tasks of code."""

    def __init__(self, stage: Stage, court: Court) -> None:
        self._stage = stage
        self._court = court
        self._said: dict[bytes, CaseOutcome] = {}

    def renew(self) -> None:
        """Replace the candidates' box; what ran in the old one has nothing to do with what will run in the new one."""
        self._stage.renew()

    def script(self, task: CodeTask) -> Script:
        """Give the operations that a task's test performs on its reference, or raise `TaskFaulty`."""
        [found] = self.scripts([task])
        if isinstance(found, TaskFaulty):
            raise found
        return found

    def scripts(self, tasks: Sequence[CodeTask]) -> list[Script | TaskFaulty]:
        """Give the script of every task, or what is wrong with the task."""
        outcomes = self._ask_court("script", [{"task": _spelled(task)} for task in tasks])
        return [_read_script(task, outcome) for task, outcome in zip(tasks, outcomes, strict=True)]

    def judge(self, task: CodeTask, script: Script, completions: Sequence[str]) -> list[Judgement]:
        """Judge completions of one task, in order."""
        return self.judge_all([Attempt(task, script, completion) for completion in completions])

    def judge_all(self, attempts: Sequence[Attempt]) -> list[Judgement]:
        """Judge attempts at any tasks, in order; those at the same task are best given one after the other."""
        return self._judged(attempts, self._performed(attempts))

    def judge_known(self, attempts: Sequence[Attempt]) -> list[Judgement]:
        """Judge programs that nobody wrote to deceive, all in one process: one of them may well disturb the others.

        What does not come out as it is known to must be judged again by `judge_all`, each in a process of its own.
        """
        performed = self._stage.perform_known([(made.task.program(made.completion), made.script) for made in attempts])
        return self.judge_all(attempts) if performed is None else self._judged(attempts, performed)

    def _judged(self, attempts: Sequence[Attempt], performances: Sequence[list[CaseOutcome]]) -> list[Judgement]:
        loaded = {place: found for place, found in enumerate(performances) if _loading(found) is None}
        cases = [_case(attempts[place].task, attempts[place].script, found) for place, found in loaded.items()]
        heard = dict(zip(loaded, self._heard(cases), strict=True))
        return [
            _loading(found) or self._settle(made, found, heard[place], rounds=0)
            for place, (made, found) in enumerate(zip(attempts, performances, strict=True))
        ]

    def answers(self, attempts: Sequence[Attempt]) -> list[list[str] | None]:
        """Give what candidates answer to their scripts; None for one that does not load or does not come to the end."""
        return [
            [str(outcome.value) for outcome in found[1:]]
            if _loading(found) is None and all(outcome.ending == "returned" for outcome in found)
            else None
            for found in self._performed(attempts)
        ]

    def _settle(self, made: Attempt, outcomes: list[CaseOutcome], said: CaseOutcome, *, rounds: int) -> Judgement:
        """Turn what the referee said into a verdict; a longer script is performed and judged once more."""
        if said.ending != "returned":
            return Judgement(verdict=Verdict.refused, reason=f"the answers cannot be judged: {said.error}")
        found = json.loads(str(said.value))
        if "passed" in found:
            return Judgement(verdict=Verdict.passed)
        if "failed" in found:
            return Judgement(verdict=Verdict.failed, reason=found["failed"])
        if found["stopped"] == "longer" and rounds < _MOST_ROUNDS:
            longer = _script(made.task, found["operations"])
            outcomes = self._perform(made.task.program(made.completion), longer)
            [said] = self._heard([_case(made.task, longer, outcomes)])
            return self._settle(made, outcomes, said, rounds=rounds + 1)
        return _unanswered(outcomes, found["stopped"])

    def _performed(self, attempts: Sequence[Attempt]) -> list[list[CaseOutcome]]:
        programs = [made.task.program(made.completion) for made in attempts]
        self._stage.prepare([program for program in programs if len(program) <= _MOST_PROGRAM])
        return [self._perform(program, made.script) for program, made in zip(programs, attempts, strict=True)]

    def _perform(self, program: str, script: Script) -> list[CaseOutcome]:
        """Have a candidate perform a script; what comes first is the outcome of loading it."""
        if len(program) > _MOST_PROGRAM:
            return [CaseOutcome(ending="oversized", error="the program is too large")] * (1 + len(script.operations))
        return self._stage.perform(program, script)

    def _heard(self, cases: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        """Give what the referee says; the same answers to the same test are heard once."""
        keys = [hashlib.sha256(json.dumps(case).encode()).digest() for case in cases]
        new = {key: case for key, case in zip(keys, cases, strict=True) if key not in self._said}
        if len(self._said) + len(new) > _MOST_HEARD:
            self._said.clear()
            new = dict(zip(keys, cases, strict=True))
        if new:
            self._said |= dict(zip(new, self._ask_court("judge", list(new.values())), strict=True))
        return [self._said[key] for key in keys]

    def _ask_court(self, function: str, cases: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        found = self._court.ask(function, cases)
        if len(cases) == 1 or all(outcome.ending == "returned" for outcome in found):
            return found
        return [outcome for case in cases for outcome in self._ask_court(function, [case])]


@lru_cache(maxsize=64)  # the samples of a task come one after the other
def _spelled(task: CodeTask) -> str:
    spelled = {"reference": task.reference, "test": task.test, "remote": list(task.remote)}
    return json.dumps(spelled | {"blind": True} if task.blind else spelled)


def _read_script(task: CodeTask, outcome: CaseOutcome) -> Script | TaskFaulty:
    if outcome.ending != "returned":
        return TaskFaulty(task.id, f"the test does not run over the reference: {outcome.error}")
    found = json.loads(str(outcome.value))
    if "passed" not in found:
        return TaskFaulty(task.id, f"the reference does not pass: {found.get('failed') or found.get('stopped')}")
    return _script(task, found["operations"])


def _script(task: CodeTask, operations: Sequence[object]) -> Script:
    return Script(task=task.id, operations=tuple(json.dumps(operation) for operation in operations))


def _case(task: CodeTask, script: Script, outcomes: Sequence[CaseOutcome]) -> dict[str, Value]:
    answered = itertools.takewhile(lambda outcome: outcome.ending == "returned", outcomes[1:])
    answers = [str(outcome.value) for outcome in answered]
    return {"task": _spelled(task), "operations": script.text, "answers": answers}


def _loading(outcomes: Sequence[CaseOutcome]) -> Judgement | None:
    """Give the verdict over a program that did not even load, or None."""
    first = outcomes[0]
    if first.ending != "returned":
        return Judgement(verdict=_ENDINGS[first.ending], reason=first.error)
    try:
        said = json.loads(str(first.value))
        if "v" in said:
            return None
        return Judgement(verdict=Verdict.failed, reason=": ".join(map(str, said["e"])))
    except (ValueError, TypeError, KeyError, RecursionError):
        return Judgement(verdict=Verdict.refused, reason="the program answers what the protocol does not know")


def _unanswered(outcomes: Sequence[CaseOutcome], stopped: str) -> Judgement:
    """Give the verdict over a candidate that did not answer what the test asked."""
    ended = next((outcome for outcome in outcomes if outcome.ending != "returned"), None)
    if ended is None or stopped == "malformed":
        return Judgement(verdict=Verdict.refused, reason=f"the answers cannot be judged: {stopped}")
    return Judgement(verdict=_ENDINGS[ended.ending], reason=ended.error)
