"""`inlay clarify`: what a spec leaves open, found by the readings that its examples allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inlay.backends import Backend
from inlay.backends.base import Request
from inlay.build.bodies import bodies_of, chosen_slots
from inlay.build.checking import require_walls
from inlay.build.filling import open_ladder, settings_of
from inlay.build.options import Options
from inlay.build.report import Progress
from inlay.clarify import Question, questions_for, rivals_of
from inlay.errors import BackendError
from inlay.fill import FillSettings
from inlay.fill.calling import Desk
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.plan import Plan, plan_of
from inlay.slot import Slot
from inlay.strength import strength_of

__all__ = ["Clarified", "find_questions"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Clarified:
    """The questions of a spec, slot by slot; `unfilled` are slots without an accepted body, which ask nothing."""

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
) -> Clarified:
    """Ask for other readings of each slot and find where they and the mutants of its fill part.

    The fills are those of `project` where its slots are still the same, else the ladder is asked.
    """
    require_walls(options)
    plan = plan_of(spec)
    wanted = chosen_slots(plan, only)
    kept = _kept(plan, project, options, progress)
    missing = [slot for slot in wanted if slot.id not in kept]
    filled = bodies_of(spec, options, progress, only=only).bodies if missing else {}
    fills = {**filled, **kept}
    open_slots = [slot for slot in wanted if slot.id in fills]
    progress.stage("clarify", len(open_slots))
    readings = _readings(open_slots, fills, options, plan.spec.name, samples)
    questions: list[Question] = []
    for slot in open_slots:
        strength = strength_of(slot, fills[slot.id], options.walls)
        rivals = rivals_of(strength, readings.get(slot.id, ()))
        questions += questions_for(slot, fills[slot.id], rivals, options.walls)
    return Clarified(questions=tuple(questions), unfilled=tuple(slot.id for slot in wanted if slot.id not in fills))


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


def _readings(
    slots: Sequence[Slot], fills: Mapping[str, str], options: Options, project: str, samples: int
) -> dict[str, list[str]]:
    """Give for each slot sampled bodies other than its fill that every gate lets pass."""
    if not samples or not slots:
        return {}
    settings = settings_of(options, project)
    with open_ladder(options.ladder) as ladder, Journal() as journal:
        return {
            slot.id: [
                body for body in _sampled(slot, ladder, settings, journal, samples, options) if body != fills[slot.id]
            ]
            for slot in slots
        }


def _sampled(
    slot: Slot,
    ladder: Sequence[Backend],
    settings: FillSettings,
    journal: Journal,
    samples: int,
    options: Options,
) -> list[str]:
    desk = Desk(slot=slot, gates=gates_for(slot.kind, walls=options.walls), settings=settings, journal=journal)
    found: list[str] = []
    for backend in ladder:
        if settings.budget.exhausted():
            break
        prompt = settings.registry.load(slot.kind, settings.prompt, backend.style)
        request = Request(
            prompt=prompt.render(slot, contract=settings.contract(slot)),
            count=samples,
            greedy=False,
            temperature=settings.temperature,
            top_p=settings.top_p,
            max_tokens=settings.max_tokens,
            seed=settings.seed,
            deadline=settings.call_seconds,
        )
        try:
            found += [attempt.body for attempt in desk.ask(backend, request) if attempt.accepted]
        except BackendError:
            continue
    return found
