"""The accepted bodies of a project, or of a spec that is filled for a look at them; writes no project."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inlay.build.filling import fill_slots
from inlay.build.locked_plan import locked_plan
from inlay.build.options import Options
from inlay.build.report import Progress
from inlay.errors import UsageError
from inlay.fill import SlotResult
from inlay.plan import Plan, plan_of
from inlay.project.drift import current_bodies, find_project, require_lock
from inlay.project.hold import recover
from inlay.project.lock import Lock
from inlay.project.tree import Tree, digest_of
from inlay.slot import Slot

__all__ = ["Bodies", "bodies_of", "chosen_slots"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bodies:
    """The accepted bodies by slot; slots without one are not among them. `spec` is where the spec stands.

    `results` are those of slots that were filled just now, stubs among them.
    """

    plan: Plan
    bodies: Mapping[str, str]
    spec: Path
    results: Mapping[str, SlotResult] = field(default_factory=dict)


def bodies_of(place: Path, options: Options, progress: Progress, *, only: str | None = None) -> Bodies:
    """Give the accepted bodies of a project's folder, or of a spec; `only` names a slot that is enough."""
    if place.is_dir():
        return _of_project(find_project(place))
    plan = plan_of(place)
    wanted = chosen_slots(plan, only)
    progress.stage("fill", len(wanted))
    filling = fill_slots(wanted, options, progress, project=plan.spec.name)
    results = {name: result for name, (result, _) in filling.items()}
    filled = {name: result.fill.body for name, result in results.items() if result.fill is not None}
    return Bodies(plan=plan, bodies=filled, spec=place, results=results)


def chosen_slots(plan: Plan, only: str | None) -> tuple[Slot, ...]:
    """Give the slots of a plan, or the one that is named; raise `UsageError` when there is none of this name."""
    if only is None:
        return plan.slots
    slot = plan.slot(only)
    if slot is None:
        known = ", ".join(each.id for each in plan.slots)
        raise UsageError(f"{plan.spec.path} has no slot {only!r}", hint=f"its slots are: {known}")
    return (slot,)


def _of_project(root: Path) -> Bodies:
    recover(root)
    with Tree(root) as tree:
        lock = require_lock(tree)
        plan = locked_plan(tree, lock)
        bodies = {name: body for name, body in current_bodies(tree, lock).items() if _accepted(lock, name, body)}
    return Bodies(plan=plan, bodies=bodies, spec=Path(lock.spec_path))


def _accepted(lock: Lock, name: str, body: str) -> bool:
    """Say whether a body is one that the gates let pass; one that was edited since waits for `inlay verify`."""
    return lock.slots[name].fill == digest_of(body.encode())
