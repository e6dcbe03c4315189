"""Fills slots and judges what was accepted by hidden cases; draws samples before the gates where they are asked for."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from inlay.backends import Backend
from inlay.errors import BackendError
from inlay.fill import FillSettings, SlotResult, fill_slot
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.prompts.answers import read_answer
from inlay.slot import Slot
from inlay_eval.slotbench.answering import clarified
from inlay_eval.slotbench.cases import Case

__all__ = ["Outcome", "bench", "passes", "refusals"]

_GOES_ON = "nothing is counted; run it again, and it goes on with this slot"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one slot. `right` is None where nothing was accepted or no case is `hidden`.

    `samples` were drawn apart from the fill and met no gate; `samples_right` of them pass all cases. `seconds` are
    those of the last fill, after so many `questions` were asked, `model_seconds` and `gate_seconds` parts of them; so
    are the tokens. Before any question `accepted_at_first` and `right_at_first` held.
    """

    spec: str
    slot: str
    kind: str
    hidden: bool
    accepted: bool
    right: bool | None
    greedy_right: bool
    candidates: int
    seconds: float
    model_seconds: float = 0.0
    gate_seconds: float = 0.0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    samples: int = 0
    samples_right: int = 0
    questions: int = 0
    accepted_at_first: bool = False
    right_at_first: bool | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    reason: str = ""

    def plain(self) -> dict[str, object]:
        """Give it as plain data."""
        return asdict(self)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Outcome":
        """Read what `plain` gives."""
        return cls(**{each.name: data[each.name] for each in fields(cls)})


def bench(
    case: Case, backend: Backend, settings: FillSettings, journal: Journal, *, samples: int = 0, questions: int = 0
) -> Outcome:
    """Fill one slot, judge what was accepted, and draw so many samples beside it.

    Up to so many `questions` about the slot are answered before by its reference, where there is one.

    Raises:
        BackendError: The model was not there to answer, which says nothing about what it can do.
    """
    slot, hidden = case.slot, case.hidden

    def fill(slot: Slot) -> SlotResult:
        found = fill_slot(slot, [backend], gates_for(slot.kind), settings, journal)
        if found.cut_off:
            raise BackendError(f"{case.spec}.{slot.id}: {found.troubles[-1]}", hint=_GOES_ON)
        return found

    told = clarified(slot, case.reference, fill, most=questions)
    result = told.result
    body = result.fill.body if result.fill else ""
    greedy = result.attempts[0].body if result.attempts else ""
    drawn = _sampled(slot, backend, settings, samples) if samples else []
    [greedy_right, *drawn_right] = _right(case, [greedy, *drawn])
    right = _right_fill(case, result)
    right_at_first = _right_fill(case, told.first) if told.first is not result else right
    return Outcome(
        spec=case.spec,
        slot=slot.id,
        kind=slot.kind,
        hidden=hidden is not None,
        accepted=result.fill is not None,
        right=right,
        greedy_right=greedy_right,
        candidates=len(result.attempts),
        seconds=told.seconds,
        model_seconds=result.usage.seconds,
        gate_seconds=result.gate_seconds,
        prompt_tokens=result.usage.prompt_tokens,
        answer_tokens=result.usage.completion_tokens,
        samples=len(drawn),
        samples_right=sum(drawn_right),
        questions=told.questions,
        accepted_at_first=told.first.fill is not None,
        right_at_first=right_at_first,
        marks={"kind": slot.kind, **case.marks},
        body=body or _furthest(result),
        reason="" if result.fill else result.reason,
    )


def _right_fill(case: Case, result: SlotResult) -> bool | None:
    return passes(case.hidden, result.fill.body) if result.fill and case.hidden else None


def _sampled(slot: Slot, backend: Backend, settings: FillSettings, count: int) -> list[str]:
    """Draw bodies under the slot's own prompt; an answer that holds none counts as one that is empty."""
    prompt = settings.prompt_for(slot, backend)
    rendered = prompt.render(slot, contract=settings.contract(slot))
    bodies: list[str] = []
    while len(bodies) < count:
        request = settings.request(rendered, count=count - len(bodies), seed=_seed(slot.id, len(bodies)))
        answers, _ = backend.complete(request)
        if not answers:
            break
        bodies += [read_answer(answer.text, rendered, slot).body if answer.finished else "" for answer in answers]
    return bodies[:count]


def _seed(slot: str, place: int) -> int:
    """Give a seed that no batch of a fill has."""
    digest = hashlib.blake2b(f"samples\0{slot}\0{place}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") >> 1


def _right(case: Case, bodies: Sequence[str]) -> list[bool]:
    """Say of each body whether it passes the examples and the hidden cases; a body that came twice is judged once."""
    known = {"": False}
    for body in bodies:
        if body not in known:
            known[body] = passes(case.slot, body) and (case.hidden is None or passes(case.hidden, body))
    return [known[body] for body in bodies]


def passes(slot: Slot, body: str) -> bool:
    """Say whether a body passes the examples of a slot."""
    return not refusals(slot, [body])[0]


def refusals(slot: Slot, bodies: Sequence[str]) -> list[str]:
    """Say of each body why it does not pass the examples of a slot; of one that passes, nothing."""
    judges = [gate for gate in gates_for(slot.kind) if gate.name in ("syntax", "examples")]
    reasons = [""] * len(bodies)
    for gate in judges:
        standing = [place for place, reason in enumerate(reasons) if not reason]
        said = gate.judge(replace(slot, always=()), [bodies[place] for place in standing])
        for place, verdict in zip(standing, said, strict=True):
            reasons[place] = "" if verdict.passed else verdict.reason or f"refused by {gate.name}"
    return reasons


def _furthest(result: SlotResult) -> str:
    return max(result.attempts, key=lambda attempt: len(attempt.verdicts)).body if result.attempts else ""
