"""Which database engines judge the queries of a run, and whether that is enough."""

from collections.abc import Iterable

from inlay.build.options import Options
from inlay.catalog import load_slot_kind
from inlay.engines import Second, probe_postgres
from inlay.errors import UsageError
from inlay.slot import Slot

__all__ = ["judging_engines", "require_engines"]

_GATE = "engines"


def judging_engines(slots: Iterable[Slot], options: Options) -> tuple[str, ...]:
    """Name the engines that judge, for the report and the lock; none where there is no query."""
    second = _second(slots, options)
    return second.engines if second else ()


def require_engines(slots: Iterable[Slot], options: Options) -> None:
    """Refuse to go on where PostgreSQL is asked for and cannot judge here."""
    kinds = tuple(slots)
    second = _second(kinds, options)
    if second is None or second.there:
        return
    if options.postgresql or any(load_slot_kind(slot.kind).settings.get(_GATE, {}).get("required") for slot in kinds):
        raise UsageError(f"queries are to be judged by PostgreSQL too: {second.reason}", hint=second.hint)


def _second(slots: Iterable[Slot], options: Options) -> Second | None:
    asked = any(_GATE in load_slot_kind(kind).gates for kind in {slot.kind for slot in slots})
    return probe_postgres(options.walls) if asked else None
