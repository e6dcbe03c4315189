"""`inlay strength`: how much the examples of each slot tell, by the mutants of its accepted body."""

import time
from dataclasses import dataclass
from pathlib import Path

from inlay.build.bodies import bodies_of, chosen_slots
from inlay.build.checking import require_walls
from inlay.build.options import Options, Walls
from inlay.build.report import Progress
from inlay.strength import Strength, strength_of

__all__ = ["StrengthReport", "measure"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StrengthReport:
    """The strength of every slot that has an accepted body; `unfilled` names the others."""

    spec: str
    slots: tuple[Strength, ...]
    unfilled: tuple[str, ...]
    walls: Walls
    seconds: float

    @property
    def killed(self) -> int:
        """How many mutants the examples kill in all slots."""
        return sum(slot.killed for slot in self.slots)

    @property
    def mutants(self) -> int:
        """How many mutants count in all slots."""
        return sum(slot.mutants for slot in self.slots)


def measure(place: Path, options: Options, progress: Progress, *, only: str | None = None) -> StrengthReport:
    """Measure the examples of a project, or of a spec, whose slots are then filled first."""
    start = time.perf_counter()
    require_walls(options)
    found = bodies_of(place, options, progress, only=only)
    wanted = chosen_slots(found.plan, only)
    progress.stage("strength", len(wanted))
    return StrengthReport(
        spec=str(found.spec),
        slots=tuple(
            strength_of(slot, found.bodies[slot.id], options.walls) for slot in wanted if slot.id in found.bodies
        ),
        unfilled=tuple(slot.id for slot in wanted if slot.id not in found.bodies),
        walls=options.walls,
        seconds=time.perf_counter() - start,
    )
