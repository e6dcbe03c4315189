"""Outcomes on disk, one a line as they come: a run that was killed goes on with them, one that ended begins anew."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from inlay_eval.appending import append_line, drop_cut_line
from inlay_eval.report import REPORT, replace_file
from inlay_eval.slotbench.bench import Outcome
from inlay_eval.slotbench.cases import Case
from inlay_eval.suites.records import invalid

__all__ = ["OUTCOMES", "Kept"]

OUTCOMES = "outcomes.jsonl"


class Kept:
    """The outcomes of a folder by spec and slot; a line that is none is refused with `DataInvalid`."""

    def __init__(self, folder: Path, about: Mapping[str, object]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / OUTCOMES
        head = json.dumps(about, sort_keys=True)
        lines = [] if (folder / REPORT).exists() else self._whole_lines()
        known = self._outcomes(lines[1:]) if lines[:1] == [head.encode()] else []
        (folder / REPORT).unlink(missing_ok=True)  # what stands there from here on is not ended
        replace_file(self._path, "".join(f"{line}\n" for line in (head, *(json.dumps(each.plain()) for each in known))))
        self._known = {(found.spec, found.slot): found for found in known}
        self.resumed = len(self._known)

    def _whole_lines(self) -> list[bytes]:
        return self._path.read_bytes().splitlines() if drop_cut_line(self._path) else []

    def _outcomes(self, lines: Sequence[bytes]) -> list[Outcome]:
        return [self._outcome(number, line) for number, line in enumerate(lines, start=2)]

    def _outcome(self, number: int, line: bytes) -> Outcome:
        try:
            return Outcome.read(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            hint = "take this line away, and its slot is filled again"
            raise invalid(self._path, "is no outcome of a slot", line=number, hint=hint) from error

    def get(self, case: Case) -> Outcome | None:
        """Give the outcome of a slot, if it is there."""
        return self._known.get((case.spec, case.slot.id))

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome."""
        self._known[outcome.spec, outcome.slot] = outcome
        with self._path.open("a", encoding="utf-8") as file:
            append_line(file, outcome.plain())
