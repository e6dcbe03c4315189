"""What a run tells: while it goes on, and when it is over."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from inlay.fill import Ambiguity

__all__ = ["CheckReport", "Progress", "Report", "Silent", "SlotReport"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotReport:
    """How one slot came out. `reason` says why it is a stub; `cached` that no model was asked this time.

    `repaired` says that a model mended a refused candidate. `ambiguous` is set when candidates that
    passed every gate behave in two ways.
    """

    slot: str
    kind: str
    state: str
    backend: str = ""
    attempts: int = 0
    reason: str = ""
    cached: bool = False
    repaired: bool = False
    ambiguous: Ambiguity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckReport:
    """How one of the project's own checks came out. `output` is what it printed, until it was stopped if it was."""

    name: str
    passed: bool
    output: str = ""
    seconds: float = 0.0
    walls: str = ""
    timed_out: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The end of a run. `changed` is false when there was nothing to do; `walls` is the sandbox that was used.

    `engines` are those that judged the queries; none where there are no queries.
    """

    target: Path
    changed: bool
    slots: tuple[SlotReport, ...]
    files: int = 0
    checks: tuple[CheckReport, ...] = ()
    walls: str = ""
    engines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tokens: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    exit_code: int = 0

    @property
    def stubs(self) -> tuple[SlotReport, ...]:
        """The slots that are still waiting for a body."""
        return tuple(slot for slot in self.slots if slot.state == "stub")

    @property
    def ambiguous(self) -> tuple[SlotReport, ...]:
        """The slots whose sentence has two live readings."""
        return tuple(slot for slot in self.slots if slot.ambiguous)


class Progress(Protocol):
    """Who watches a run."""

    def stage(self, name: str, count: int = 0) -> None:
        """A new part of the run begins, with as many steps as `count`."""

    def slot(self, report: SlotReport) -> None:
        """A slot is done."""

    def check(self, report: CheckReport) -> None:
        """A check is done."""


class Silent:
    """Watches and says nothing."""

    def stage(self, name: str, count: int = 0) -> None:
        """Say nothing."""

    def slot(self, report: SlotReport) -> None:
        """Say nothing."""

    def check(self, report: CheckReport) -> None:
        """Say nothing."""
