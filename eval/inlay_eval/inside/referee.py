"""Runs a test program with the candidate's answers in place of the candidate; runs in a box that holds no candidate.

The first run of a task asks the reference and thereby writes the script: which operations the test performs, in
which order. A candidate performs the script in a box of its own, and the test then runs again over its answers.
Where the test would ask something else than the script says, the operations so far are the longer script to try.
"""

import ast
import builtins
import json
import linecache
import random
import traceback
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from inlay_eval.inside.crossing import Wire, decode, encode
from inlay_eval.inside.performer import CHANGEABLE, Performer

__all__ = ["judge", "rehearse", "script"]

_FILE = "test.py"
_MOST_TEXT = 300
_MOST_OPERATIONS = 20_000


class CandidateError(Exception):
    """An error of the candidate's that is none of Python's own."""


class _Stop(BaseException):
    """The test cannot go on: the answer that it needs is not there."""


class _Exchange:
    """What a test asked so far, and who answers."""

    def __init__(self, answer: Callable[[int, list[Any]], dict[str, Wire]]) -> None:
        self.operations: list[list[Any]] = []
        self.stopped: str = ""
        self._answer = answer

    def ask(self, operation: list[Any], arguments: tuple[Any, ...] = ()) -> Any:
        """Ask one thing; what the candidate did to its arguments is done to them here."""
        if self.stopped or len(self.operations) >= _MOST_OPERATIONS:
            raise _Stop
        number = len(self.operations)
        self.operations.append(operation)
        try:
            said = self._answer(number, operation)
        except _Stop as stop:
            self.stopped = str(stop) or "stopped"
            raise
        if "e" in said:
            raise _error(*said["e"])
        for place, wire in said.get("a", ()):
            _change(arguments[place], decode(wire, self._read))
        return decode(said["v"], self._read)

    def spell(self, value: Any) -> Wire:
        """Spell what a test hands over."""
        return encode(value, self._foreign)

    @staticmethod
    def _foreign(value: Any) -> Wire:
        if type(value) is Remote:
            return object.__getattribute__(value, "_wire")
        raise TypeError(f"a test cannot hand a {type(value).__name__} to a candidate")

    def _read(self, tag: str, inner: Any) -> "Remote":
        if tag != "h" or type(inner) is not int:
            raise ValueError("not an answer")
        return Remote(self, {"h": inner})


class Remote:
    """A function, class or object of the candidate's, known by reference; equal to nothing but itself."""

    __slots__ = ("_exchange", "_wire")

    def __init__(self, exchange: _Exchange, wire: Wire) -> None:
        object.__setattr__(self, "_exchange", exchange)
        object.__setattr__(self, "_wire", wire)

    def __eq__(self, other: object) -> bool:
        return type(other) is Remote and other._wire == self._wire

    def __hash__(self) -> int:
        return hash(json.dumps(self._wire))

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        exchange = self._exchange
        spelled = [exchange.spell(argument) for argument in arguments]
        names = [[name, exchange.spell(argument)] for name, argument in named.items()]
        return exchange.ask(["call", self._wire, spelled, names], arguments)

    def __getattr__(self, name: str) -> Any:
        return self._exchange.ask(["get", self._wire, name])

    def __setattr__(self, name: str, value: Any) -> None:
        self._exchange.ask(["set", self._wire, name, self._exchange.spell(value)])

    def __getitem__(self, key: Any) -> Any:
        return self._exchange.ask(["item", self._wire, self._exchange.spell(key)])

    def __iter__(self) -> Iterator[Any]:
        return iter(self._exchange.ask(["list", self._wire]))

    def __len__(self) -> int:
        return int(self._exchange.ask(["len", self._wire]))

    def __bool__(self) -> bool:
        return self._exchange.ask(["bool", self._wire]) is True

    def __str__(self) -> str:
        return str(self._exchange.ask(["str", self._wire]))

    def __repr__(self) -> str:
        return "<object of the candidate>"


def _change(given: Any, after: Any) -> None:
    if type(given) not in CHANGEABLE or type(given) is not type(after):
        raise ValueError("not an answer")
    if isinstance(given, (list, bytearray)):
        given[:] = after
    else:
        given.clear()
        given.update(after)


def _error(name: str, text: str) -> Exception:
    kind = getattr(builtins, str(name), None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            return kind(text)
        except TypeError:  # an error that takes more than a text
            return CandidateError(f"{name}: {text}")
    return CandidateError(f"{name}: {text}")


class _Task:
    """A task as it runs here: compiled once, however many answers are judged."""

    def __init__(self, spelled: str) -> None:
        task = json.loads(spelled)
        self.reference: str = task["reference"]
        test: str = task["test"]
        classes, rest = _classes_apart(test) if "class" in test else ([], test)
        self._classes = [ast.unparse(node) for node in classes]
        self._code = compile(rest, _FILE, "exec", dont_inherit=True)
        linecache.cache[_FILE] = (len(test), None, test.splitlines(keepends=True), _FILE)
        self._namespace: dict[str, Any] = {"__name__": "test"}
        program = compile(self.reference, "reference.py", "exec", dont_inherit=True)
        exec(program, self._namespace)
        self._remote = [*(task["remote"] or _defined(self.reference)), *(node.name for node in classes)]
        both = (set(program.co_names) & _spoken(self._code)) - set(self._remote)
        self._values = sorted(both & _assigned(self.reference) & _used(test)) if both else []

    def run(self, exchange: _Exchange) -> dict[str, Any]:
        """Run the test once."""
        random.seed(0)
        namespace = dict(self._namespace)
        try:
            for source in self._classes:  # a candidate gets objects of them, so they live with it
                exchange.ask(["define", source])
            for name in self._remote:
                namespace[name] = Remote(exchange, {"g": name})
            for name in self._values:
                namespace[name] = exchange.ask(["same", {"g": name}])
            exec(self._code, namespace)
        except BaseException as error:
            if exchange.stopped:
                return {"stopped": exchange.stopped}
            return {"failed": _told(error)}
        return {"stopped": exchange.stopped} if exchange.stopped else {"passed": True}


def _classes_apart(test: str) -> tuple[list[ast.ClassDef], ast.Module]:
    tree = ast.parse(test)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    tree.body = [node for node in tree.body if not isinstance(node, ast.ClassDef)]
    return classes, tree


def _spoken(code: CodeType) -> set[str]:
    """Give every name in a program and some more, without another look at its text."""
    inner = (_spoken(const) for const in code.co_consts if isinstance(const, CodeType))
    return {*code.co_names, *code.co_varnames, *code.co_cellvars, *code.co_freevars}.union(*inner)


def _defined(program: str) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return sorted({node.name for node in ast.parse(program).body if isinstance(node, kinds)})


def _assigned(program: str) -> set[str]:
    statements = [node for node in ast.parse(program).body if isinstance(node, ast.Assign)]
    nodes = (node for statement in statements for target in statement.targets for node in ast.walk(target))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _used(test: str) -> set[str]:
    outside = [node for node in ast.parse(test).body if not isinstance(node, ast.ClassDef)]
    return {node.id for part in outside for node in ast.walk(part) if isinstance(node, ast.Name)}


def _told(error: BaseException) -> str:
    lines = [frame.line or "" for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE]
    where = f" at `{lines[-1].strip()}`" if lines else ""
    return f"{type(error).__name__}: {error}{where}"[:_MOST_TEXT]


_tasks: dict[str, _Task] = {}


def _task(spelled: str) -> _Task:
    if spelled not in _tasks:
        _tasks.clear()
        _tasks[spelled] = _Task(spelled)
    return _tasks[spelled]


def rehearse() -> None:
    """Do once, before any task, what every process of the referee would do for the first time."""
    reference = "LEAST = 1\n\n\ndef f(n: int) -> int:\n    return n + LEAST\n"
    task = json.dumps({"reference": reference, "test": "assert f(1) == 2, 'no'\n", "remote": []})
    operations = json.loads(script(task))["operations"]
    for value in (1, 2, 3):
        judge(task, json.dumps(operations), ['{"v": 1}', json.dumps({"v": value})])
    _tasks.clear()
    del linecache.cache[_FILE]


def script(task: str) -> str:
    """Run a task's test over its own reference; give the operations that it performs and how it ended."""
    found = _task(task)
    reference = Performer()
    reference.load(found.reference)

    def answer(_: int, operation: list[Any]) -> dict[str, Wire]:
        drawn = random.getstate()  # what the reference draws changes nothing for the test, as in another process
        said = reference.perform(json.loads(json.dumps(operation)))
        random.setstate(drawn)
        return said

    exchange = _Exchange(answer)
    ended = found.run(exchange)
    return json.dumps({"operations": exchange.operations, **ended})


def judge(task: str, operations: str, answers: list[str]) -> str:
    """Run a task's test over a candidate's answers to the operations; `longer` asks for a longer script."""
    asked = [json.dumps(operation) for operation in json.loads(operations)]
    given = [json.loads(answer) for answer in answers]

    def answer(number: int, operation: list[Any]) -> dict[str, Wire]:
        if number < len(asked) and json.dumps(operation) != asked[number]:
            raise _Stop("longer")
        if number >= len(given):
            raise _Stop("unanswered" if number < len(asked) else "longer")
        said = given[number]
        if type(said) is not dict or not ({"e"} == set(said) or {"v"} <= set(said) <= {"v", "a"}):
            raise _Stop("malformed")
        return said

    exchange = _Exchange(answer)
    ended = _task(task).run(exchange)
    if ended.get("stopped") == "longer":
        ended["operations"] = exchange.operations
    return json.dumps(ended)
