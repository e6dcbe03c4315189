"""Fills a slot, answers what `inlay clarify` asks about it as its reference would, and fills it again."""

import time
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
    """What a slot came to at first and at last, how many questions lay between, and the seconds of the last filling."""

    first: SlotResult
    result: SlotResult
    questions: int
    seconds: float


def clarified(slot: Slot, reference: str, fill: Callable[[Slot], SlotResult], *, most: int) -> Clarified:
    """Fill a slot, answer up to so many questions about it, and fill it again whenever its questions were answered.

    Without a `reference` nobody answers.
    """
    result, seconds = _timed(fill, slot)
    first, asked = result, 0
    while reference and asked < most and (readings := Readings.of(result)) is not None:
        questions = questions_about(slot, readings, most=most - asked)
        answers = _answers(slot, reference, questions)
        asked += len(questions)
        if not answers:
            break
        slot = replace(slot, examples=(*slot.examples, *answers))
        result, seconds = _timed(fill, slot)
    return Clarified(first=first, result=result, questions=asked, seconds=seconds)


def _timed(fill: Callable[[Slot], SlotResult], slot: Slot) -> tuple[SlotResult, float]:
    start = time.perf_counter()
    return fill(slot), time.perf_counter() - start


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
