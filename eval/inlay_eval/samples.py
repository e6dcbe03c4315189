"""Samples: what a model wrote, in the jsonl format that the field uses (`task_id`, `completion`)."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, FiniteFloat, PlainValidator

from inlay_eval.suites.records import Reader

__all__ = ["Sample", "by_task", "read_samples"]


def _text(given: object) -> str:
    """Take any text; what a model broke off within a sign has halves of signs, which fail where they are run."""
    if not isinstance(given, str):
        raise ValueError("Input should be a valid string")
    return given


class _Record(BaseModel):
    task_id: str | int
    completion: Annotated[str, PlainValidator(_text)]
    sample_id: int | str | None = None
    mean_logprob: FiniteFloat | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One sample, with the line of the file that it stands in."""

    task: str
    completion: str
    line: int
    mean_logprob: float | None = None

    @property
    def digest(self) -> str:
        """What makes two samples of a task the same."""
        return hashlib.sha256(self.completion.encode("utf-8", "surrogatepass")).hexdigest()


def read_samples(path: Path, known: Collection[str]) -> tuple[Sample, ...]:
    """Read samples, or raise every fault with its line: unknown tasks, sample ids twice, wrong columns."""
    reader, samples, seen = Reader(path, _Record), list[Sample](), dict[tuple[str, int | str], int]()
    for line, record in reader:
        task = str(record.task_id)
        if task not in known:
            near = get_close_matches(task, known, n=1)
            reader.fault(line, f"no task {task!r} in this suite", f"did you mean {near[0]!r}?" if near else "")
        if record.sample_id is not None:
            earlier = seen.setdefault((task, record.sample_id), line)
            if earlier != line:
                reader.fault(line, f"sample {record.sample_id!r} of {task!r} stands in line {earlier} already")
        samples.append(Sample(task=task, completion=record.completion, line=line, mean_logprob=record.mean_logprob))
    reader.finish(hint="samples are JSON lines of task_id and completion")
    return tuple(samples)


def by_task(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    """Group samples by their tasks, in the order of the file."""
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.task, []).append(sample)
    return groups
