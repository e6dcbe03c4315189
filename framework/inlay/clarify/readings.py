"""The readings of a slot: its fill, or the body that a model offers though it is unsure of it, and others that pass."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inlay.backends import Backend
from inlay.backends.base import Request
from inlay.errors import BackendError
from inlay.fill import FillSettings, SlotResult
from inlay.fill.calling import Desk
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["Reader", "Readings"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """A body that every gate lets pass and others beside it; `filled` when it is the slot's fill and no mere guess.

    `refuted` are bodies that the examples refuse, likeliest first.
    """

    body: str
    others: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    filled: bool = True

    @classmethod
    def of(cls, result: SlotResult) -> "Readings | None":
        """Give how a slot was read when it was filled: None where no body passed."""
        passed = [attempt.body for attempt in result.passed]
        if result.fill is None and not passed:
            return None
        body = result.fill.body if result.fill else passed[0]
        return cls(
            body=body,
            others=tuple(other for other in passed if other != body),
            refuted=tuple(attempt.body for attempt in result.refuted),
            filled=result.fill is not None,
        )


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Asks backends how else a slot may be read, each for `samples` bodies."""

    ladder: Sequence[Backend]
    settings: FillSettings
    journal: Journal
    walls: TierName = "bubblewrap"
    samples: int = 8

    def more(self, slot: Slot, known: Readings) -> Readings:
        """Give the readings of a slot with those that the backends add."""
        return replace(known, others=(*known.others, *self._sampled(slot, known.body)))

    def _sampled(self, slot: Slot, body: str) -> tuple[str, ...]:
        """Give bodies other than this one, drawn under the slot's own prompt, that every gate lets pass."""
        gates = gates_for(slot.kind, walls=self.walls)
        desk = Desk(slot=slot, gates=gates, settings=self.settings, journal=self.journal)
        found: list[str] = []
        for backend in self.ladder:
            if self.settings.budget.exhausted():
                break
            try:
                judged = desk.ask(backend, self._request(slot, backend))
            except BackendError:
                continue
            found += [attempt.body for attempt in judged if attempt.accepted and attempt.body != body]
        return tuple(found)

    def _request(self, slot: Slot, backend: Backend) -> Request:
        settings = self.settings
        prompt = settings.prompt_for(slot, backend)
        rendered = prompt.render(slot, contract=settings.contract(slot))
        return settings.request(rendered, count=self.samples, seed=settings.seed)
