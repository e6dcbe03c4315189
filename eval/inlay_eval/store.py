"""Verdicts on disk: one JSON line each, appended as they fall, so that a killed run goes on where it was."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

from pydantic import BaseModel

from inlay_eval.appending import append_line, drop_cut_line
from inlay_eval.judging import Judgement, Verdict
from inlay_eval.suites.records import Reader

__all__ = ["VERDICTS", "Store"]

VERDICTS = "verdicts.jsonl"


class _Line(BaseModel):
    """The first line holds what the verdicts hang on, every other a verdict."""

    judged: dict[str, object] | None = None
    task_id: str = ""
    digest: str = ""
    verdict: Verdict | None = None
    reason: str = ""
    ratio: float | None = None


class Store:
    """Verdicts by task and digest of the sample; those of another data set, limit or harness are not taken over.

    They are put aside under another name, and a run that is again what made them finds them there. Lines that are no
    verdict are refused with `DataInvalid`.
    """

    def __init__(self, folder: Path, fingerprint: Mapping[str, object]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / VERDICTS
        self._fingerprint = dict(fingerprint)
        self._put_aside_others()
        self._known = self._read() if self.path.is_file() else {}
        self.resumed = len(self._known)
        self._file: IO[str] | None = None

    def __enter__(self) -> "Store":
        self._file = self.path.open("a", encoding="utf-8")
        if not self._file.tell():
            append_line(self._file, {"judged": self._fingerprint})
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

    def _put_aside_others(self) -> None:
        if not drop_cut_line(self.path):
            return
        reader = Reader(self.path, _Line)
        judged = next((said.judged for _, said in reader), None)
        if judged is not None and judged != self._fingerprint:
            self.path.replace(self._aside(judged))
            if (own := self._aside(self._fingerprint)).is_file():
                own.replace(self.path)

    def _aside(self, fingerprint: Mapping[str, object]) -> Path:
        told = json.dumps(fingerprint, sort_keys=True).encode()
        return self.path.with_name(f"verdicts.{hashlib.sha256(told).hexdigest()[:12]}.jsonl")

    def _read(self) -> dict[tuple[str, str], Judgement]:
        reader, known = Reader(self.path, _Line), dict[tuple[str, str], Judgement]()
        for line, said in reader:
            if said.verdict is not None and line > 1:
                judgement = Judgement(verdict=said.verdict, reason=said.reason, ratio=said.ratio)
                known[said.task_id, said.digest] = judgement
            elif said.judged is None or line > 1:
                reader.fault(line, "is no verdict")
        reader.finish(hint="take these lines away, and what they stood for is judged again")
        return known
