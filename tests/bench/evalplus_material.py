"""HumanEval in EvalPlus's format: inputs taken from HumanEval's own tests, more made of these, samples right and wrong.

The published HumanEval+ has many more inputs; what is here is as large as its base and as much again.
"""

import ast
import copy
import gzip
import json
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

__all__ = ["Record", "problems_of", "samples_of"]

Record = dict[str, Any]
_MOST_INPUTS = 12
_SECONDS = 0.5
_ROOT = "HumanEval/32"  # any root of a polynomial is right, as near as its own test has it; not every one has a root
_ROOT_TOLERANCE = 1e-4
_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def problems_of(path: Path) -> list[Record]:
    """Give HumanEval's tasks in the format of HumanEval+."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_problem(json.loads(line)) for line in lines]


def _problem(record: Record) -> Record:
    names: dict[str, Any] = {}
    exec(record["prompt"] + record["canonical_solution"] + record["test"], names)
    right = names[record["entry_point"]]
    base = _recorded(right, names["check"])
    made = [changed for given in base for changed in [_changed(given, random.Random(0))] if _answers(right, changed)]
    is_root = record["task_id"] == _ROOT
    return {
        **{key: record[key] for key in ("task_id", "prompt", "entry_point", "canonical_solution")},
        "contract": "",
        "base_input": base,
        "plus_input": [given for given in made if given not in base and not is_root],
        "atol": _ROOT_TOLERANCE if is_root else 0,
    }


def _recorded(right: Callable[..., Any], check: Callable[..., None]) -> list[list[Any]]:
    """Run a test over the reference, and give the arguments of its calls; those that JSON changes only if it may."""
    found: list[list[Any]] = []

    def candidate(*given: Any) -> Any:
        expected = right(*copy.deepcopy(given))
        with suppress(TypeError):
            told = json.loads(json.dumps(given))
            if told not in found and right(*copy.deepcopy(told)) == expected:
                found.append(told)
        return right(*given)

    check(candidate)
    return found[:_MOST_INPUTS]


def _changed(value: Any, dice: random.Random) -> Any:
    """Change a value a little and keep its type."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return value + dice.choice([0, 1, 2])
    if isinstance(value, str):
        return value + value[: dice.randrange(3)]
    if isinstance(value, dict):
        return {key: _changed(item, dice) for key, item in value.items()}
    return [_changed(item, dice) for item in value]


def _answers(right: Callable[..., Any], given: list[Any]) -> bool:
    """Say whether the reference has an answer soon, the same one twice."""
    try:
        with _stopped():
            one, two = (right(*copy.deepcopy(given)) for _ in range(2))
            return bool(one == two)
    except Exception:
        return False


@contextmanager
def _stopped() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def samples_of(problems: list[Record], count: int) -> list[Record]:
    """Give samples of every task: the reference, then programs that differ from it in one sign or number."""
    return [
        {"task_id": record["task_id"], "completion": completion}
        for record in problems
        for completion in [record["canonical_solution"], *_mutants(record, count - 1)]
    ]


def _mutants(record: Record, count: int) -> list[str]:
    """Give bodies with one change each, over and over where there are few; a loop's own condition stays as it is."""
    program = record["prompt"] + record["canonical_solution"]
    places = len(list(_changeable(ast.parse(program))))
    chosen = random.Random(record["task_id"]).sample(range(places), min(places, count))
    bodies = [_mutant(program, place, record["entry_point"]) for place in chosen] or [record["canonical_solution"]]
    return [bodies[number % len(bodies)] for number in range(count)]


def _changeable(tree: ast.Module) -> Iterator[ast.AST]:
    within = {id(node) for loop in ast.walk(tree) if isinstance(loop, ast.While) for node in ast.walk(loop)}
    for node in ast.walk(tree):
        number = isinstance(node, ast.Constant) and type(node.value) is int
        if id(node) not in within and (number or isinstance(node, ast.Compare | ast.BinOp | ast.BoolOp)):
            yield node


def _mutant(program: str, place: int, name: str) -> str:
    tree = ast.parse(program)
    node = list(_changeable(tree))[place]
    if isinstance(node, ast.Constant):
        node.value += 1
    elif isinstance(node, ast.Compare):
        node.ops[0] = _OTHER.get(type(node.ops[0]), ast.NotEq)()
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        node.op = _OTHER.get(type(node.op), type(node.op))()
    [function] = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == name]
    body = function.body[1:] or function.body
    return "".join(f"    {line}\n" for each in body for line in ast.unparse(each).splitlines())
