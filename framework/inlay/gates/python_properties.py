"""Runs the body of a Python function on drawn inputs and looks, on this side of the wall, at what must always hold.

On an input that the spec vouches for a body gives a result. On another one, such as a bare parameter of zero
where no example has a zero, it may refuse to calculate: with an ArithmeticError or a ValueError, and with an
IndexError where a text may have the wrong form. Everything else is a failure on every input.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inlay.cases import Case, Draw, Thing, Value as Given
from inlay.contract import Contract, EntityType, ReferenceType, walk
from inlay.gates.behaviour import Behaviour, Observation
from inlay.gates.broken import Broken
from inlay.gates.fitting import misfit
from inlay.gates.python_examples import ending_of, in_box, python_job
from inlay.gates.spelling import said, spelled
from inlay.sandbox import Box, CaseOutcome, canonical
from inlay.spec.holding import holds

__all__ = ["break_python", "gave", "observe_python", "order_matters", "result_of"]

_MAY_REFUSE = frozenset(
    "ArithmeticError DivisionByZero DivisionImpossible DivisionUndefined FloatingPointError IllegalMonthError"
    " InvalidOperation Overflow OverflowError ValueError ZeroDivisionError".split()
)
_ECHO_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class _Call:
    """A drawn input with the fields that a body names, and how it is spelled before the call."""

    draw: Draw
    case: Case
    before: Mapping[str, str]


def break_python(
    box: Box, other: Box | None, contract: Contract, always: Sequence[str], draws: Sequence[Draw], body: str
) -> Broken | None:
    """Give the plainest input on which something does not hold, or None.

    `other` is a box that hashes text otherwise; give it for a body on which that may tell.
    """
    trial = _Trial(contract, always, body)
    found: list[Broken] = []
    for part in _parts(trial.calls(draws)):
        pairs = trial.run(box, part, twice=True)
        again = trial.run(other, part, twice=False) if other else pairs
        for call, (first, second), (third, _) in zip(part, pairs, again, strict=True):
            reason = trial.reason(call, first, second, third)
            if reason:
                found.append(Broken(reason, spelled(call.case.arguments), gave(first)))
    return min(found, key=lambda broken: len(broken.given), default=None)


def observe_python(box: Box, contract: Contract, draws: Sequence[Draw], bodies: Sequence[str]) -> Observation:
    """Show how bodies behave on the same inputs."""
    shared = _Trial(contract, (), "\n".join(bodies))
    calls = shared.calls(draws)
    behaviours = []
    for body in bodies:
        trial = _Trial(contract, (), body)
        own = [trial.call(call.draw) for call in calls]
        outcomes = [first for part in _parts(own) for first, _ in trial.run(box, part, twice=False)]
        spelled_results = tuple(canonical(one.value) if one.ending == "returned" else one.ending for one in outcomes)
        behaviours.append(Behaviour(spelled_results, tuple(map(result_of, outcomes))))
    return Observation(tuple(spelled(call.case.arguments) for call in calls), tuple(behaviours))


def order_matters(body: str) -> bool:
    """Say whether a body makes sets, whose order hangs on how text is hashed."""
    try:
        tree = ast.parse("def _():\n" + "".join(f"    {line}\n" for line in body.splitlines()))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    for node in ast.walk(tree):
        match node:
            case ast.Set() | ast.SetComp() | ast.Name(id="set" | "frozenset" | "hash" | "id"):
                return True
            case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.BitXor() | ast.Sub()) if _views(node):
                return True
    return False


def _views(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.Call) and isinstance(side.func, ast.Attribute) and side.func.attr in ("keys", "items")
        for side in (node.left, node.right)
    )


def gave(outcome: CaseOutcome) -> str:
    """Say what a call came to."""
    return f"gave {said(outcome.value)}" if outcome.ending == "returned" else ending_of(outcome)


def result_of(outcome: CaseOutcome) -> str:
    """Say what came out of a call, bare."""
    return said(outcome.value) if outcome.ending == "returned" else ending_of(outcome)


class _Trial:
    """One body on its inputs."""

    def __init__(self, contract: Contract, always: Sequence[str], body: str) -> None:
        self._contract = contract
        self._always = always
        self._body = body
        whole = any(isinstance(kind, EntityType | ReferenceType) for kind in walk(contract.result))
        self._named = None if whole else frozenset(re.findall(r"\w+", body))

    def calls(self, draws: Sequence[Draw]) -> list[_Call]:
        """Give the inputs that differ in what the body can see of them."""
        calls = [self.call(draw) for draw in draws]
        return list({tuple(call.before.values()): call for call in reversed(calls)}.values())[::-1]

    def call(self, draw: Draw) -> _Call:
        """Give an input with the fields that the body names."""
        seen = {name: self._seen(value) for name, value in draw.case.arguments.items()}
        before = {name: canonical(in_box(value)) for name, value in seen.items()}
        return _Call(draw, Case(arguments=seen, expected=None), before)

    def _seen(self, value: Given) -> Given:
        if self._named is None:
            return value
        match value:
            case Thing(entity, fields):
                kept = {name: self._seen(inner) for name, inner in fields.items() if name in self._named}
                return Thing(entity, kept)
            case list() | tuple():
                return [self._seen(item) for item in value]
        return value

    def run(self, box: Box, calls: Sequence[_Call], *, twice: bool) -> list[tuple[CaseOutcome, CaseOutcome]]:
        """Call the body with each input in one process, once or once forward and once backward."""
        count = len(calls)
        order = [*range(count), *(reversed(range(count)) if twice else ())]
        outcomes = box.run_python(python_job(self._contract, [calls[place].case for place in order], self._body))
        return list(zip(outcomes[:count], outcomes[: count - 1 : -1] if twice else outcomes, strict=True))

    def reason(self, call: _Call, first: CaseOutcome, second: CaseOutcome, third: CaseOutcome) -> str:
        """Say what does not hold of a call; empty when all does."""
        if first.ending != "returned":
            return "" if self._may_refuse(call.draw, first) else ending_of(first)
        if unfit := misfit(first.value, self._contract.result):
            return unfit
        for name, before in call.before.items():
            if canonical(first.arguments.get(name)) != before:
                return f"the body changes its argument `{name}`"
        for again, where in ((second, "when called again"), (third, "in another process")):
            if again.ending != "returned" or canonical(again.value) != canonical(first.value):
                return f"the same input gives another result {where}: it {gave(again)}"
        return "" if call.draw.unsure else self._broken_invariant(call.draw, first)

    def _may_refuse(self, draw: Draw, outcome: CaseOutcome) -> bool:
        kind = outcome.error.partition(":")[0]
        if not draw.unsure or outcome.ending not in ("raised", "oversized"):
            return False
        return outcome.ending == "oversized" or kind in _MAY_REFUSE or (draw.unsure_text and kind == "IndexError")

    def _broken_invariant(self, draw: Draw, outcome: CaseOutcome) -> str:
        names = {name: in_box(value) for name, value in draw.case.arguments.items()}
        for invariant in self._always:
            if not holds(invariant, {**names, "result": outcome.value}):
                return f"`always: {invariant}` does not hold"
        return ""


def _parts(calls: Sequence[_Call]) -> Iterator[Sequence[_Call]]:
    """Give the calls in portions whose answers a box can take, those that the spec vouches for by themselves."""
    for unsure in (False, True):
        part: list[_Call] = []
        size = 0
        for call in calls:
            if bool(call.draw.unsure) is unsure:
                length = sum(map(len, call.before.values())) + 100
                if part and size + length > _ECHO_CHARACTERS:
                    yield part
                    part, size = [], 0
                part.append(call)
                size += length
        if part:
            yield part
