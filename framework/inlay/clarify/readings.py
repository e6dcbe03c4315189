"""The readings of a slot: its fill, or the body that a model offers though it is unsure of it, and others that pass."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inlay.backends import Backend
from inlay.backends.base import Request
from inlay.errors import BackendError
from inlay.fill import FillSettings, Sureness, fill_slot
from inlay.fill.calling import Desk
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["Reader", "Readings"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """A body that every gate lets pass and others beside it; `filled` when it is the slot's fill and no mere guess."""

    body: str
    others: tuple[str, ...] = ()
    filled: bool = True


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Asks backends how else a slot may be read, each for `samples` bodies."""

    ladder: Sequence[Backend]
    settings: FillSettings
    journal: Journal
    walls: TierName = "bubblewrap"
    samples: int = 8

    def read(self, slot: Slot, fill: str | None) -> Readings | None:
        """Give the readings of a slot; without a fill those that its model was unsure of, or None when none passes."""
        if fill is not None:
            return Readings(body=fill, others=self._sampled(slot, fill))
        unsure = replace(self.settings, sureness={slot.kind: Sureness(least=-math.inf)})
        found = fill_slot(slot, self.ladder, gates_for(slot.kind, walls=self.walls), unsure, self.journal)
        if found.fill is None:
            return None
        body = found.fill.body
        passed = [attempt.body for attempt in found.attempts if attempt.accepted and attempt.body != body]
        return Readings(body=body, others=(*passed, *self._sampled(slot, body)), filled=False)

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
        prompt = settings.registry.load(slot.kind, settings.prompt, backend.style)
        return Request(
            prompt=prompt.render(slot, contract=settings.contract(slot)),
            count=self.samples,
            greedy=False,
            temperature=settings.temperature,
            top_p=settings.top_p,
            max_tokens=settings.max_tokens,
            seed=settings.seed,
            deadline=settings.call_seconds,
        )
