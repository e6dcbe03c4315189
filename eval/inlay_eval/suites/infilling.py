"""HumanEval infilling: what stands between a prompt and a suffix, for a single line, several lines or a random span."""

from functools import partial
from pathlib import Path

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = ["load_multi_line", "load_random_span", "load_random_span_light", "load_single_line"]

_FOLDER = "human-eval-infilling"


class _Record(BaseModel):
    task_id: str
    prompt: str
    suffix: str
    entry_point: str
    canonical_solution: str
    test: str


def _load(name: str, kind: str, whole: int, data: Path | None) -> CodeSuite:
    files = (f"{_FOLDER}/HumanEval-{kind}.jsonl.gz", f"HumanEval-{kind}.jsonl")
    return read_suite(name, find_data(data, files), _Record, _task, whole)


load_single_line = partial(_load, "humaneval-infilling-single-line", "SingleLineInfilling", 1033)
load_multi_line = partial(_load, "humaneval-infilling-multi-line", "MultiLineInfilling", 5815)
load_random_span = partial(_load, "humaneval-infilling-random-span", "RandomSpanInfilling", 1640)
load_random_span_light = partial(_load, "humaneval-infilling-random-span-light", "RandomSpanInfillingLight", 164)


def _task(record: _Record) -> CodeTask:
    return CodeTask(
        id=record.task_id,
        head=record.prompt,
        gold=record.canonical_solution,
        tail=record.suffix,
        test=f"{record.test}\ncheck({record.entry_point})\n",
        remote=(record.entry_point,),
    )
