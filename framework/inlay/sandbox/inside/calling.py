"""Calls one function of a generated module, case by case, and answers with values; runs inside a confined child."""

import calendar  # noqa: F401  (what every candidate imports is loaded once, before any of them)
import itertools  # noqa: F401
import math  # noqa: F401
import random
import re  # noqa: F401
import sys
import types
from collections.abc import Callable
from datetime import date  # noqa: F401
from decimal import Decimal  # noqa: F401

from inlay.sandbox.inside.codec import Decoder, Encoder, TooLarge, Wire

__all__ = ["rehearse", "run"]

FILE = "candidate.py"
MAX_TEXT = 500

Answer = Callable[[object], None]


def run(job: dict[str, Wire], answer: Answer) -> None:
    """Load the job's module and answer every case in order: `value` and `after`, or `raised`, or `oversized`."""
    classes = _Classes(job["entities"])
    arguments = [Decoder(classes.make, str).fields(case) for case in job["cases"]]
    random.seed(0)
    try:
        function = _load(job["source"], job["function"], classes)
    except BaseException as error:
        answer({"unloaded": describe(error)})
        return
    for number, given in enumerate(arguments):
        answer({"case": number, **_call(function, given, classes)})


def rehearse() -> None:
    """Do what a job does, once and for nothing."""
    case = [["order", {"e": "Order", "v": [["total", {"d": "1.50"}], ["lines", []]]}]]
    source = "from decimal import Decimal\ndef f(order: Order) -> Decimal:\n    return order.total + len(order.lines)\n"
    for fault in ("", "(", "\n    raise ValueError(order)\n"):
        job = {"source": source + fault, "function": "f", "entities": ["Order"], "cases": [case, case]}
        run(job, lambda _: None)
    del sys.modules["candidate"]


def _load(source: str, function: str, classes: "_Classes") -> Callable[..., object]:
    module = types.ModuleType("candidate")
    sys.modules["candidate"] = module
    vars(module).update(classes.by_name)
    exec(compile(source, FILE, "exec", dont_inherit=True), vars(module))
    found: Callable[..., object] = vars(module)[function]
    return found


class NoText(BaseException):
    """What asking an entity for its text comes to: the service's own text is another one, so no body may go by it.

    It is no `Exception`, so that a body which names the error that it expects does not catch it.
    """


def _call(function: Callable[..., object], given: dict[str, object], classes: "_Classes") -> dict[str, Wire]:
    classes.asked = None
    try:
        result = function(**given)
        if classes.asked is not None:  # a `finally` may have taken it away
            raise classes.asked
    except BaseException as error:
        return {"raised": describe(error)}
    encoder = Encoder(classes.spell)
    try:
        return {"value": encoder.encode(result), "after": encoder.fields(given, 0)}
    except (TooLarge, RecursionError, MemoryError, ValueError):
        return {"oversized": True}


class _Classes:
    """Plain classes, one for each entity; what an honest module sees of the service's own classes."""

    def __init__(self, names: list[str]) -> None:
        self.asked: NoText | None = None
        self.by_name = {name: self._class(name) for name in names}
        self._own = frozenset(self.by_name.values())

    def make(self, name: str, fields: dict[str, object]) -> object:
        kind = self.by_name.get(name)
        if kind is None:
            kind = self.by_name[name] = self._class(name)
            self._own |= {kind}
        made = kind()
        vars(made).update(fields)
        return made

    def _class(self, name: str) -> type:
        def refuse(*_: object) -> str:
            self.asked = NoText(f"{name} has no text of its own; name the fields that are meant")
            raise self.asked

        told = {"__module__": "candidate", "__repr__": refuse, "__str__": refuse, "__format__": refuse}
        return type(name, (), told)

    def spell(self, encoder: Encoder, value: object, depth: int) -> Wire:
        if type(value) in self._own:
            return {"e": type(value).__name__, "v": encoder.fields(vars(value), depth)}
        return {"o": str(type(value).__name__)[:MAX_TEXT]}


def describe(error: BaseException) -> list[Wire]:
    """Give an error's type, its text and the line of the module that it came from."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None and isinstance(error, SyntaxError):
        line = error.lineno
    try:
        text = str(error)[:MAX_TEXT].encode("utf-8", "replace").decode()
    except BaseException:
        text = ""
    return [type(error).__name__[:MAX_TEXT], text, line]
