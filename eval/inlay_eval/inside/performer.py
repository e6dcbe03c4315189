"""Performs the operations of a test program on a candidate and answers with plain data; runs in a candidate's process.

Nothing here knows what is expected. A candidate may do with this module what it likes: it can change its own
answers, and answers are all that it has anyway.
"""

import bisect  # noqa: F401  (what candidates import is loaded once, before any of them)
import cmath  # noqa: F401
import copy  # noqa: F401
import functools  # noqa: F401
import heapq  # noqa: F401
import itertools  # noqa: F401
import math  # noqa: F401
import operator  # noqa: F401
import random  # noqa: F401
import re  # noqa: F401
import string  # noqa: F401
import sys
import types
import typing  # noqa: F401
from collections.abc import Callable, Iterator
from json import dumps, loads
from typing import Any

from inlay_eval.inside.crossing import Wire, decode, encode

__all__ = ["Performer", "perform", "perform_each", "rehearse"]

FILE = "candidate.py"
CHANGEABLE = (list, dict, set, bytearray)
_MOST_TEXT = 300
_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "bool": bool,
    "len": len,
    "list": list,
    "str": str,
    "same": lambda value: value,
}


class Performer:
    """One candidate's module, and those of its objects that a test was told of and may refer to."""

    def __init__(self) -> None:
        self._module = types.ModuleType("candidate")
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}  # by identity; the list keeps the objects, so no identity is used again

    def load(self, source: str) -> dict[str, Wire]:
        """Load the candidate's program; `v` says that it did, `e` why not."""
        sys.modules["candidate"] = self._module
        try:
            exec(compile(source, FILE, "exec", dont_inherit=True), vars(self._module))
        except BaseException as error:
            return {"e": _described(error)}
        return {"v": None}

    def perform(self, operation: list[Any]) -> dict[str, Wire]:
        """Perform one operation: `v` is its value and `a` the arguments that it changed, or `e` the error it raised."""
        found: dict[str, Wire] = loads(self.spelled(operation))
        return found

    def spelled(self, operation: list[Any]) -> str:
        """Perform one operation and give its answer as JSON."""
        try:
            result, changed = self._do(*operation)
            answer: dict[str, Wire] = {"v": encode(result, self._by_reference)}
            if changed:
                answer["a"] = changed
            return dumps(answer)
        except BaseException as error:
            return dumps({"e": _described(error)})

    def _do(self, verb: str, subject: Wire, *details: Any) -> tuple[Any, list[Wire]]:
        if verb == "define":
            exec(compile(subject, FILE, "exec", dont_inherit=True), vars(self._module))
            return None, []
        target = decode(subject, self._refer)
        if verb == "call":
            return self._call(target, *details)
        given = [decode(detail, self._refer) for detail in details]
        if verb == "get":
            return getattr(target, *given), []
        if verb == "set":
            setattr(target, *given)
            return None, []
        if verb == "item":
            return target[given[0]], []
        return _CONVERSIONS[verb](target), []

    def _call(self, target: Any, arguments: list[Wire], named: list[Any]) -> tuple[Any, list[Wire]]:
        given = [decode(argument, self._refer) for argument in arguments]
        names = {name: decode(argument, self._refer) for name, argument in named}
        result = target(*given, **names)
        changed = []
        for number, (value, before) in enumerate(zip(given, arguments, strict=True)):
            if type(value) in CHANGEABLE:
                after = encode(value, self._by_reference)
                if after != before:
                    changed.append([number, after])
        return result, changed

    def _by_reference(self, value: Any) -> Wire:
        number = self._numbers.setdefault(id(value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
        return {"h": number}

    def _refer(self, tag: str, inner: Any) -> Any:
        if tag == "h":
            return self._objects[inner]
        if tag == "g":
            found = vars(self._module).get(inner, self)
            if found is self:
                raise NameError(f"name {inner!r} is not defined")
            return found
        raise ValueError("a value of an unknown type")


def _described(error: BaseException) -> list[str]:
    try:
        text = str(error)[:_MOST_TEXT].encode("utf-8", "replace").decode()
    except BaseException:
        text = ""
    line = _line_of(error)
    return [str(type(error).__name__)[:_MOST_TEXT], text if line is None else f"{text} (line {line})"]


def _line_of(error: BaseException) -> int | None:
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def perform(given: str) -> Iterator[str]:
    """Load this process's one candidate and perform operations on it; `[program, operations]` in, JSON by JSON out."""
    program, operations = loads(given)
    performer = Performer()
    yield dumps(performer.load(program))
    yield from map(performer.spelled, operations)


def rehearse() -> None:
    """Do once, before any candidate, what every candidate's process would do for the first time."""
    program = "from typing import List\n\n\ndef f(given: List[int]) -> int:\n    given.sort()\n    return given[0]\n"
    calls = [["call", {"g": "f"}, [given], []] for given in ([2, 1], [3.5], [{"u": ["a", None]}], [])]
    for source in (program, "("):
        for _ in perform(dumps([source, calls])):
            pass
    del sys.modules["candidate"]


def perform_each(given: str) -> str:
    """Perform whole scripts, `[program, operations]` each, of programs that are known to mean no harm to each other."""
    return dumps([_whole(program, operations) for program, operations in loads(given)])


def _whole(program: str, operations: list[Any]) -> list[dict[str, Wire]]:
    performer = Performer()
    return [performer.load(program), *map(performer.perform, operations)]
