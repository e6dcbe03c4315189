"""Sixty things that sentences leave open: each is asked about, answered, and gone.

The fake model offers the reading that is not meant first, so it becomes the fill; the answers are what the
meant reading gives. Afterwards the fill must be the meant reading and no other reading may be left to ask about.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from inlay.build.bodies import bodies_of
from inlay.build.clarifying import find_questions
from inlay.build.options import Options
from inlay.build.report import Silent
from inlay.cases import expand
from inlay.clarify import Answer, Question, write_answers
from inlay.gates.boxes import warm_box
from inlay.plan import Plan, plan_of
from inlay.spec.model import Example
from inlay.strength import bench_for

HERE = Path(__file__).parent
READINGS: Mapping[str, list[str]] = yaml.safe_load((HERE / "readings.yaml").read_text(encoding="utf-8"))
ROUNDS = 2
READING = 10
"""What it weighs to rule out a reading; a question that decides less is about mutants of the fill alone."""

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Bench:
    """What was asked, how often, and how it ended."""

    asked: Mapping[str, list[Question]]
    left: Mapping[str, list[Question]]
    fills: Mapping[str, str]
    unfilled: tuple[str, ...]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Ask and answer until nothing is asked any more, at most twice."""
    folder = tmp_path_factory.mktemp("ambiguities")
    spec, model = folder / "spec.yaml", folder / "model.yaml"
    shutil.copy(HERE / "ambiguities.yaml", spec)
    model.write_text(yaml.safe_dump({slot: bodies[::-1] for slot, bodies in READINGS.items()}), encoding="utf-8")
    before = os.environ.get("INLAY_HOME")
    os.environ["INLAY_HOME"] = str(folder / "home")
    try:
        yield asked_and_answered(spec, Options(ladder=(f"fake:{model}",)))
    finally:
        os.environ.pop("INLAY_HOME")
        if before is not None:
            os.environ["INLAY_HOME"] = before


def asked_and_answered(spec: Path, options: Options) -> Bench:
    first = find_questions(spec, options, Silent())
    found = first
    for _ in range(ROUNDS):
        plan = plan_of(spec)
        write_answers(spec, [answer(plan, question) for question in found.questions])
        found = find_questions(spec, options, Silent())
    return Bench(
        asked=by_slot(first.questions),
        left=by_slot(found.questions),
        fills=bodies_of(spec, options, Silent()).bodies,
        unfilled=first.unfilled,
    )


def answer(plan: Plan, question: Question) -> Answer:
    """Give what the meant reading gives."""
    slot = plan.slot(question.slot)
    assert slot is not None
    language = "sql" if slot.kind == "sql-query" else "python"
    stand_in = question.options[0].result
    case = expand(slot.contract, Example(given=question.given, then=stand_in))
    [[behaviour]] = bench_for(warm_box("bubblewrap"), slot.contract, language).try_all([READINGS[slot.id][0]], [case])
    assert not behaviour.error
    return Answer(slot=slot.id, given=question.given, then=behaviour.value)


def by_slot(questions: tuple[Question, ...]) -> Mapping[str, list[Question]]:
    found: dict[str, list[Question]] = {slot: [] for slot in READINGS}
    for question in questions:
        found[question.slot].append(question)
    return found


def test_every_reading_passes_the_gates_as_long_as_nothing_is_answered(bench: Bench) -> None:
    assert bench.unfilled == ()


@pytest.mark.parametrize("slot", READINGS)
def test_an_ambiguity_is_asked_about(slot: str, bench: Bench) -> None:
    questions = bench.asked[slot]
    assert 1 <= len(questions) <= 5
    assert all(len(question.options) >= 2 for question in questions[:1])


@pytest.mark.parametrize("slot", READINGS)
def test_an_ambiguity_is_gone_after_the_answers(slot: str, bench: Bench) -> None:
    assert [question.text for question in bench.left[slot] if question.decides >= READING] == []
    assert bench.fills[slot].strip() == READINGS[slot][0].strip()
