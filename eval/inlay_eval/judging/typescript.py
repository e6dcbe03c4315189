"""Both sides of a bench for TypeScript: a box that compiles, and around it the two of JavaScript.

Many programs are compiled by one process, of which none runs there; a program with an error of syntax or of types does
not load, as it has no JavaScript for those who run `tsc` and then `node`. Tests are not checked: they hold what is
expected, so they never lie beside a candidate, and what they call has the head's own types.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inlay.sandbox import CaseOutcome, Value
from inlay_eval.judging.commands import LATE, Room, open_commands
from inlay_eval.judging.sides import Court, Stage
from inlay_eval.judging.task import Script
from inlay_eval.judging.toolchains import toolchain_of

__all__ = ["TYPESCRIPT", "open_typescript"]

TYPESCRIPT = "typescript"
_START_SECONDS, _SECONDS_A_PROGRAM = 20.0, 2.0
_MIB = 1024
_MOST_TEXTS = 64  # that one process compiles
_MOST_KEPT = 1024


@contextmanager
def open_typescript(*, seconds: float, memory_mib: int) -> Iterator[tuple[Stage, Court]]:
    """Open the sides of JavaScript behind a compiler; `seconds` is what a compiled program may compute."""
    with (
        open_commands(toolchain_of("javascript"), seconds=seconds, memory_mib=memory_mib) as (stage, court),
        tempfile.TemporaryDirectory(prefix="inlay-eval-") as folder,
    ):
        compiler = _Compiler(Room(Path(folder), toolchain_of(TYPESCRIPT)))
        yield _TypedStage(compiler, stage), _TypedCourt(compiler, court)


class _Compiler:
    """Gives the JavaScript of texts, or the outcome of loading one that has none; what it said last is kept."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._kept: dict[tuple[str, bool], str | CaseOutcome] = {}

    def compiled(self, texts: Sequence[str], *, checked: bool) -> list[str | CaseOutcome]:
        new = [(text, checked) for text in dict.fromkeys(texts) if (text, checked) not in self._kept]
        if len(self._kept) + len(new) > _MOST_KEPT:
            self._kept.clear()
            new = [(text, checked) for text in dict.fromkeys(texts)]
        while new:
            self._kept |= self._some(new)
            new = [text for text in new if text not in self._kept]
        return [self._kept[text, checked] for text in texts]

    def _some(self, texts: Sequence[tuple[str, bool]]) -> dict[tuple[str, bool], str | CaseOutcome]:
        """Compile as many as one process does, at least the first; what breaks a process is given one of its own."""
        given = texts[:_MOST_TEXTS]
        found = self._asked(given) or self._asked(given[:1])
        return found or {given[0]: LATE}

    def _asked(self, texts: Sequence[tuple[str, bool]]) -> dict[tuple[str, bool], str | CaseOutcome]:
        seconds = _START_SECONDS + _SECONDS_A_PROGRAM * len(texts)
        command = self._room.toolchain.perform(_MIB)
        told, _ = self._room.run(command, {"texts": list(texts)}, seconds=seconds, memory_mib=_MIB)
        return {texts[said["place"]]: _outcome(said) for said in told if isinstance(said, dict)}


def _outcome(said: Mapping[str, Any]) -> str | CaseOutcome:
    if "errors" not in said:
        return str(said["javascript"])
    wrong = {"e": ["it does not compile", "; ".join(said["errors"])]}
    return CaseOutcome(ending="returned", value=json.dumps(wrong))


class _TypedStage:
    """Performs what compiles."""

    def __init__(self, compiler: _Compiler, stage: Stage) -> None:
        self._compiler = compiler
        self._stage = stage

    def renew(self) -> None:
        self._stage.renew()

    def prepare(self, programs: Sequence[str]) -> None:
        self._compiler.compiled(programs, checked=True)

    def perform(self, program: str, script: Script) -> list[CaseOutcome]:
        [found] = self._compiler.compiled([program], checked=True)
        if isinstance(found, str):
            return self._stage.perform(found, script)
        return _unloaded(found, script)

    def perform_known(self, given: Sequence[tuple[str, Script]]) -> list[list[CaseOutcome]] | None:
        found = self._compiler.compiled([program for program, _ in given], checked=True)
        pairs = [(each, script) for each, (_, script) in zip(found, given, strict=True)]
        performed = self._stage.perform_known([(each, script) for each, script in pairs if isinstance(each, str)])
        if performed is None:
            return None
        rest = iter(performed)
        return [next(rest) if isinstance(each, str) else _unloaded(each, script) for each, script in pairs]


def _unloaded(found: CaseOutcome, script: Script) -> list[CaseOutcome]:
    return [found] * (1 + len(script.operations))


class _TypedCourt:
    """Asks about texts without their types."""

    def __init__(self, compiler: _Compiler, court: Court) -> None:
        self._compiler = compiler
        self._court = court

    def ask(self, function: str, cases: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        tasks = [json.loads(str(case["task"])) for case in cases]
        texts = [str(task[part]) for task in tasks for part in ("reference", "test")]
        found = self._compiler.compiled(texts, checked=False)
        stripped = [each if isinstance(each, str) else "" for each in found]
        told = [
            {**task, "reference": stripped[2 * place], "test": stripped[2 * place + 1]}
            for place, task in enumerate(tasks)
        ]
        return self._court.ask(
            function, [{**case, "task": json.dumps(task)} for case, task in zip(cases, told, strict=True)]
        )
