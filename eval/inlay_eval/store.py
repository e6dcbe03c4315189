"""Verdicts on disk: one JSON line each, appended as they fall, so that a killed run goes on where it was."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

from inlay_eval.appending import append_line, drop_cut_line
from inlay_eval.judging import Judgement, Verdict

__all__ = ["VERDICTS", "Store"]

VERDICTS = "verdicts.jsonl"


class Store:
    """Verdicts by task and digest of the sample; those of another data set, limit or harness are not taken over."""

    def __init__(self, folder: Path, fingerprint: Mapping[str, object]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / VERDICTS
        self._head = json.dumps({"judged": dict(fingerprint)}, sort_keys=True)
        self._known = self._read()
        self.resumed = len(self._known)
        self._file: IO[str] | None = None

    def __enter__(self) -> "Store":
        if not self._known:
            self.path.write_text(self._head + "\n", encoding="utf-8")
        self._file = self.path.open("a", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def get(self, task: str, digest: str) -> Judgement | None:
        """Give the verdict over a sample, if it has fallen."""
        return self._known.get((task, digest))

    def put(self, task: str, digest: str, judgement: Judgement) -> None:
        """Keep a verdict."""
        assert self._file is not None
        self._known[task, digest] = judgement
        line: dict[str, object] = {
            "task_id": task,
            "digest": digest,
            "verdict": str(judgement.verdict),
            "reason": judgement.reason,
        }
        line |= {} if judgement.ratio is None else {"ratio": judgement.ratio}
        append_line(self._file, line)

    def _read(self) -> dict[tuple[str, str], Judgement]:
        if not drop_cut_line(self.path):
            return {}
        head, *lines = self.path.read_text(encoding="utf-8").splitlines() or [""]
        if head != self._head:
            return {}
        return dict(map(_entry, lines))


def _entry(line: str) -> tuple[tuple[str, str], Judgement]:
    said = json.loads(line)
    judgement = Judgement(verdict=Verdict(said["verdict"]), reason=said["reason"], ratio=said.get("ratio"))
    return (said["task_id"], said["digest"]), judgement
