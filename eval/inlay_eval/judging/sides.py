"""The two sides of a bench, where candidates perform and where tests are run; and both of them for Python."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache, partial
from importlib.resources import files
from typing import Protocol

from inlay.sandbox import Box, CaseOutcome, Limits, PythonCase, PythonJob, TextJob, TextOutcome, Value, open_box
from inlay_eval.judging.task import Script

__all__ = ["MEBIBYTE", "Court", "Stage", "open_python"]

MEBIBYTE = 1024 * 1024
_REFEREE_SECONDS = 20.0
_INSIDE = "inlay_eval.inside"
_SOURCE = f"from {_INSIDE}.{{module}} import {{function}}\n"


class Stage(Protocol):
    """Where candidates perform; no test and no expected value ever comes here."""

    def renew(self) -> None:
        """Begin anew, with nothing of what ran before."""

    def prepare(self, programs: Sequence[str]) -> None:
        """Get ready for programs that perform next, where that is better done for many of them at once."""

    def perform(self, program: str, script: Script) -> list[CaseOutcome]:
        """Have a candidate perform a script; what comes first is the outcome of loading it."""

    def perform_known(self, given: Sequence[tuple[str, Script]]) -> list[list[CaseOutcome]] | None:
        """Have programs that nobody wrote to deceive perform together; None where one of them disturbs the others."""


class Court(Protocol):
    """Where tests are run over what candidates answered; no candidate ever comes here."""

    def ask(self, function: str, cases: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        """Call a function of the referee, once for each case."""


@contextmanager
def open_python(*, seconds: float, memory_mib: int) -> Iterator[tuple[Stage, Court]]:
    """Open a warm box for each side."""
    limits = Limits(seconds=seconds, memory_bytes=memory_mib * MEBIBYTE, answer_bytes=4 * MEBIBYTE)
    referee = Limits(seconds=_REFEREE_SECONDS, memory_bytes=2048 * MEBIBYTE, answer_bytes=16 * MEBIBYTE)
    stages = partial(open_box, limits=limits, prelude=_modules("crossing", "performer"))
    with (
        ExitStack() as boxes,
        open_box(limits=referee, prelude=_modules("crossing", "performer", "referee")) as court,
    ):
        yield _PythonStage(boxes, stages), _PythonCourt(court)


@cache
def _modules(*names: str) -> tuple[tuple[str, str], ...]:
    folder = files(_INSIDE)
    return tuple((f"{_INSIDE}.{name}", (folder / f"{name}.py").read_text("utf-8")) for name in names)


class _PythonStage:
    def __init__(self, boxes: ExitStack, stages: Callable[[], AbstractContextManager[Box]]) -> None:
        self._boxes = boxes
        self._stages = stages
        self._box = boxes.enter_context(stages())

    def renew(self) -> None:
        self._boxes.close()
        self._box = self._boxes.enter_context(self._stages())

    def prepare(self, programs: Sequence[str]) -> None:
        """A program is read where it runs."""

    def perform(self, program: str, script: Script) -> list[CaseOutcome]:
        text = f"[{json.dumps(program)}, {script.text}]"
        said = self._box.run_text(TextJob(module=f"{_INSIDE}.performer", function="perform", text=text))
        return _by_operation(said, 1 + len(script.operations))

    def perform_known(self, given: Sequence[tuple[str, Script]]) -> list[list[CaseOutcome]] | None:
        spelled = json.dumps([[program, script.plain] for program, script in given])
        [outcome] = self._box.run_python(_job("performer", "perform_each", [{"given": spelled}]))
        if outcome.ending != "returned":
            return None
        return [
            [CaseOutcome(ending="returned", value=json.dumps(answer)) for answer in answers]
            for answers in json.loads(str(outcome.value))
        ]


def _by_operation(said: TextOutcome, count: int) -> list[CaseOutcome]:
    """Give one outcome for each line that is due; what says too much has not kept to the protocol."""
    if said.ending == "tampered" or len(said.lines) > count:
        return [CaseOutcome(ending="tampered", error=said.error or "more answers than operations")] * count
    answered = [CaseOutcome(ending="returned", value=line) for line in said.lines]
    early = said.ending == "returned"
    rest = CaseOutcome(
        ending="killed" if early else said.ending,
        error="the process left with exit status 0 before it answered" if early else said.error,
    )
    return answered + [rest] * (count - len(answered))


class _PythonCourt:
    def __init__(self, box: Box) -> None:
        self._box = box

    def ask(self, function: str, cases: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        return self._box.run_python(_job("referee", function, cases))


def _job(module: str, function: str, cases: Sequence[Mapping[str, Value]]) -> PythonJob:
    source = _SOURCE.format(module=module, function=function)
    return PythonJob(source=source, function=function, cases=tuple(PythonCase(arguments=case) for case in cases))
