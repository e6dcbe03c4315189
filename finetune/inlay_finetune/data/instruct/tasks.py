"""Tasks and their checks, as a model writes them and as they are read: nothing of either is run here."""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from inlay.errors import UsageError
from inlay.prompts.fenced import first_block
from inlay.sandbox import Value
from inlay_finetune.data.samples import read_lines

__all__ = [
    "Check",
    "Task",
    "checks_in",
    "question_for_checks",
    "question_for_solution",
    "question_for_tasks",
    "read_tasks",
    "tasks_in",
]

_ENTRY = re.compile(r"def ([A-Za-z_]\w*)\(")


class Task(BaseModel):
    """A task for one function: what it is to do, and how it begins."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    task: str = Field(min_length=20, max_length=2000)
    signature: str = Field(pattern=r"^def [A-Za-z_]\w*\([^\n]*\)[^\n]*:$", max_length=300)

    @property
    def entry(self) -> str:
        """The name of the function."""
        found = _ENTRY.match(self.signature)
        assert found is not None
        return found[1]

    @property
    def instruction(self) -> str:
        """The task as a person would put it."""
        return f"{self.task}\n\nBegin with `{self.signature}`."


@dataclass(frozen=True, slots=True)
class Check:
    """A call with the result that it must give; `line` is as the model wrote it."""

    arguments: tuple[Value, ...]
    expected: Value
    line: str


_TASKS = TypeAdapter(list[dict[str, Any]])


def read_tasks(path: Path) -> list[Task]:
    """Read known tasks from JSON lines of `task` and `signature`.

    Raises:
        UsageError: The file cannot be read, or a line is no task; the message names it.
    """
    tasks = []
    for number, raw in read_lines(path):
        try:
            tasks.append(Task.model_validate(raw))
        except ValidationError as fault:
            first = fault.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise UsageError(f"{path}:{number}:1: {place}: {first['msg']}") from fault
    return tasks


def question_for_tasks(shown: Sequence[Task], wanted: int) -> list[str]:
    """Ask for new tasks like some known ones, and unlike them."""
    examples = json.dumps([{"task": each.task, "signature": each.signature} for each in shown], indent=1)
    return [
        "Here are tasks for a programmer, each for one Python function without side effects:",
        f"```json\n{examples}\n```",
        f"Think up {wanted} more in other fields of business and of other shapes. Say exactly what is to happen at the "
        "borders: with nothing given, with ties, with rounding. Answer with one fenced JSON list of objects with the "
        "keys task and signature, and nothing else.",
    ]


def tasks_in(answer: str) -> Iterator[Task | str]:
    """Give the tasks of an answer; a text says why one is none."""
    try:
        found = _TASKS.validate_json(first_block(answer))
    except ValidationError:
        yield "no JSON list of tasks"
        return
    for raw in found:
        try:
            yield Task.model_validate(raw)
        except ValidationError as fault:
            first = fault.errors()[0]
            yield f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def question_for_checks(task: Task, least: int) -> list[str]:
    """Ask for checks without showing any solution."""
    return [
        task.instruction,
        f"Do not solve this. Write at least {least} checks of the function, one a line, as in "
        f"`assert {task.entry}(…) == …`, with literal arguments and results only; the borders among them. Answer with "
        "one fenced block of Python and nothing else.",
    ]


def checks_in(answer: str, entry: str) -> list[Check]:
    """Give the checks of an answer that are a plain call and a plain result; everything else is left out."""
    try:
        tree = ast.parse(first_block(answer).strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = (_check(statement, entry) for statement in tree.body)
    return list({check.line: check for check in found if check is not None}.values())


def _check(statement: ast.stmt, entry: str) -> Check | None:
    match statement:
        case ast.Assert(
            test=ast.Compare(
                left=ast.Call(func=ast.Name(id=called), args=arguments, keywords=[]),
                ops=[ast.Eq() | ast.Is()],
                comparators=[expected],
            )
        ) if called == entry:
            try:
                values = tuple(_plain(ast.literal_eval(each)) for each in arguments)
                return Check(values, _plain(ast.literal_eval(expected)), ast.unparse(statement))
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                return None
    return None


def _plain(value: object) -> Value:
    """Give a literal as a value that crosses the wall; `TypeError` for one that does not."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_plain(each) for each in value]
        case tuple():
            return tuple(_plain(each) for each in value)
        case Mapping():
            return {_text(key): _plain(each) for key, each in value.items()}
    raise TypeError


def _text(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError
    return key


def question_for_solution(task: Task) -> list[str]:
    """Ask for a solution without showing any check."""
    return [task.instruction, "Answer with one fenced block of Python that holds the function, and nothing else."]
