"""Gate `syntax`: a candidate is exactly one body of its language, whole, and nothing else."""

from collections.abc import Callable, Sequence

from inlay.catalog import SlotKind
from inlay.gates.base import Verdict
from inlay.gates.placeholders import placeholder
from inlay.gates.verdicts import each
from inlay.languages import Language, Python, Sql
from inlay.languages.reading import hostile_character
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["SyntaxGate"]

_LANGUAGES: dict[str, Callable[[], Language]] = {"python": Python, "sql": Sql}


class SyntaxGate:
    """Refuses what cannot be read, what is left out, and what holds more than a body."""

    name = "syntax"
    version = "1"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del walls  # nothing is run here
        self._language = _LANGUAGES[kind.language]()
        self._longest = int(kind.settings["syntax"]["max_characters"])

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        del slot
        return each(self, bodies, self._reason)

    def _reason(self, body: str) -> str:
        if not body.strip():
            return "the body is empty"
        if len(body) > self._longest:
            return f"the body has {len(body)} characters, {self._longest} are allowed"
        return hostile_character(body) or self._language.unreadable(body) or placeholder(self._language.name, body)
