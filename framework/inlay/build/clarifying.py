"""`inlay clarify`: what a spec leaves open, found by the readings that its examples allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from inlay.build.bodies import Bodies, bodies_of, chosen_slots
from inlay.build.checking import require_walls
from inlay.build.filling import open_ladder, settings_of
from inlay.build.options import Options
from inlay.build.report import Progress
from inlay.clarify import Question, Reader, Readings, questions_about
from inlay.journal import Journal
from inlay.plan import Plan, plan_of
from inlay.slot import Slot

__all__ = ["Clarified", "find_questions"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Clarified:
    """The questions of a spec, slot by slot; `unfilled` are slots for which no body passes, which ask nothing."""

    questions: tuple[Question, ...]
    unfilled: tuple[str, ...]


def find_questions(
    spec: Path,
    options: Options,
    progress: Progress,
    *,
    project: Path | None = None,
    only: str | None = None,
    samples: int = 8,
    thorough: bool = False,
) -> Clarified:
    """Ask for the readings of each slot and find where they and the mutants of its fill part.

    The fills are those of `project` where its slots are still the same, else the ladder is asked. A slot that is a stub
    because a model is unsure of what passes is asked about by its likeliest body. `thorough` asks also about what a
    fill may have misread, not only about what its sentence leaves open.
    """
    require_walls(options)
    plan = plan_of(spec)
    wanted = chosen_slots(plan, only)
    kept = _kept(plan, project, options, progress)
    missing = [slot for slot in wanted if slot.id not in kept]
    found = bodies_of(spec, options, progress, only=only) if missing else None
    known = {**(_known(found) if found else {}), **{name: Readings(body=body) for name, body in kept.items()}}
    open_slots = [slot for slot in wanted if slot.id in known]
    progress.stage("clarify", len(open_slots))
    readings = _readings(open_slots, known, options, plan.spec.name, samples)
    asked = [questions_about(slot, readings[slot.id], options.walls, thorough=thorough) for slot in open_slots]
    unfilled = tuple(slot.id for slot in wanted if slot.id not in known)
    return Clarified(questions=tuple(chain.from_iterable(asked)), unfilled=unfilled)


def _kept(plan: Plan, project: Path | None, options: Options, progress: Progress) -> dict[str, str]:
    """Give the bodies of a project for the slots that the spec has not changed since."""
    if project is None:
        return {}
    found = bodies_of(project, options, progress)
    same = {slot.id for slot in plan.slots if _same(slot, found.plan.slot(slot.id))}
    return {name: body for name, body in found.bodies.items() if name in same}


def _same(slot: Slot, other: Slot | None) -> bool:
    return other is not None and (slot.contract, slot.sentence, slot.examples) == (
        other.contract,
        other.sentence,
        other.examples,
    )


def _known(found: Bodies) -> dict[str, Readings]:
    """Give how slots were read when they were filled: by their fill, or by what the model was unsure of."""
    read = {name: Readings.of(result) for name, result in found.results.items()}
    filled = {name: Readings(body=body) for name, body in found.bodies.items()}
    return {**filled, **{name: readings for name, readings in read.items() if readings is not None}}


def _readings(
    slots: Sequence[Slot], known: Mapping[str, Readings], options: Options, project: str, samples: int
) -> dict[str, Readings]:
    """Give the known readings of each slot and those that the ladder adds."""
    if not samples:
        return dict(known)
    with open_ladder(options.ladder) as ladder, Journal() as journal:
        reader = Reader(
            ladder=ladder,
            settings=settings_of(options, project),
            journal=journal,
            walls=options.walls,
            samples=samples,
        )
        return {slot.id: reader.more(slot, known[slot.id]) for slot in slots}
