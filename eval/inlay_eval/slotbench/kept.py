"""Outcomes on disk, one a line as they come: a run that was killed goes on with them, one that ended begins anew."""

import json
from collections.abc import Mapping
from pathlib import Path

from inlay_eval.appending import append_line, drop_cut_line
from inlay_eval.report import REPORT, replace_file
from inlay_eval.slotbench.bench import Outcome
from inlay_eval.slotbench.cases import Case

__all__ = ["OUTCOMES", "Kept"]

OUTCOMES = "outcomes.jsonl"


class Kept:
    """The outcomes of a folder by spec and slot."""

    def __init__(self, folder: Path, about: Mapping[str, object]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / OUTCOMES
        head = json.dumps(about, sort_keys=True) + "\n"
        lines = [] if (folder / REPORT).exists() else self._whole_lines()
        if lines[:1] != [head]:
            lines = [head]
        (folder / REPORT).unlink(missing_ok=True)  # what stands there from here on is not ended
        replace_file(self._path, "".join(lines))
        self._known = {(found.spec, found.slot): found for found in map(_read, lines[1:])}
        self.resumed = len(self._known)

    def _whole_lines(self) -> list[str]:
        return self._path.read_text("utf-8").splitlines(keepends=True) if drop_cut_line(self._path) else []

    def get(self, case: Case) -> Outcome | None:
        """Give the outcome of a slot, if it is there."""
        return self._known.get((case.spec, case.slot.id))

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome."""
        self._known[outcome.spec, outcome.slot] = outcome
        with self._path.open("a", encoding="utf-8") as file:
            append_line(file, outcome.plain())


def _read(line: str) -> Outcome:
    return Outcome.read(json.loads(line))
