"""Filling many slots: as many at a time as every backend of the ladder admits."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from inlay.backends.base import Backend
from inlay.fill.results import SlotResult
from inlay.fill.settings import FillSettings
from inlay.fill.slot_filling import fill_slot
from inlay.gates.base import Gate
from inlay.journal import Journal
from inlay.slot import Slot

__all__ = ["fill_each"]


def fill_each(
    slots: Sequence[Slot],
    ladder: Sequence[Backend],
    gates: Mapping[str, Sequence[Gate]],
    settings: FillSettings,
    journal: Journal,
    tell: Callable[[Slot, SlotResult], None],
) -> None:
    """Fill slots with the gates of their kinds and tell of each, in this thread, as soon as it is done.

    What comes out is the same however many are filled at a time. Where a budget is set it is one, so that what the last
    call took is known before the next.
    """

    def one(slot: Slot) -> SlotResult:
        return fill_slot(slot, ladder, gates[slot.kind], settings, journal)

    at_once = _admitted(ladder, 1 if settings.budget.limited else len(slots))
    if at_once == 1:
        for slot in slots:
            tell(slot, one(slot))
        return
    # A slot that is asked for votes takes longest; begun last, it would keep the other threads waiting.
    longest = sorted(slots, key=lambda slot: -settings.sureness_of(slot).votes)
    with ThreadPoolExecutor(at_once) as pool:
        coming = {pool.submit(one, slot): slot for slot in longest}
        try:
            for done in as_completed(coming):
                tell(coming[done], done.result())
        except BaseException:
            settings.budget.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _admitted(ladder: Sequence[Backend], callers: int) -> int:
    """Give how many callers all backends admit; each is told what the others make of it."""
    for backend in ladder:
        callers = backend.admit(callers)
    for backend in ladder:
        backend.admit(callers)
    return callers if ladder else 1
