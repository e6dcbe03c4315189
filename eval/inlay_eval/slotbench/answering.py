"""Answers what `inlay clarify` asks about a slot as its reference would, and has the slot filled again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inlay.cases import expand
from inlay.catalog import load_slot_kind
from inlay.clarify import Question, Readings, questions_about
from inlay.fill import SlotResult
from inlay.gates.boxes import warm_box
from inlay.slot import Slot
from inlay.spec.model import Example
from inlay.strength import bench_for

__all__ = ["Clarified", "clarified"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Clarified:
    """A slot with the answers among its examples, what its last filling came to, and how many questions it took."""

    slot: Slot
    result: SlotResult
    questions: int


def clarified(
    slot: Slot, result: SlotResult, reference: str, fill: Callable[[Slot], SlotResult], *, most: int
) -> Clarified:
    """Answer up to so many questions about a slot, filling it again whenever its questions have been answered."""
    asked = 0
    while asked < most and (readings := Readings.of(result)) is not None:
        questions = questions_about(slot, readings, most=most - asked)
        answers = _answers(slot, reference, questions)
        asked += len(questions)
        if not answers:
            break
        slot = replace(slot, examples=(*slot.examples, *answers))
        result = fill(slot)
    return Clarified(slot=slot, result=result, questions=asked)


def _answers(slot: Slot, reference: str, questions: Sequence[Question]) -> list[Example]:
    """Give the examples that answers become; where the reference has no result, the question stays open."""
    cases = [
        expand(slot.contract, Example(given=question.given, then=question.options[0].result)) for question in questions
    ]
    if not cases:
        return []
    bench = bench_for(warm_box("bubblewrap"), slot.contract, load_slot_kind(slot.kind).language)
    [said] = bench.try_all([reference], cases)
    return [
        Example(given=question.given, then=behaviour.value)
        for question, behaviour in zip(questions, said, strict=True)
        if not behaviour.error
    ]
