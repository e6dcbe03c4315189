"""Judging HumanEval+ beside EvalPlus: verdicts, seconds of the processor, seconds.

    python tests/bench/bench_evalplus.py HumanEval.jsonl.gz --evalplus-python peers/bin/python \\
        [--samples 5] [--rounds 3] [--jobs 2]

The Python is one with evalplus. HumanEval+ itself is not needed: `evalplus_material.py` makes a file in its format, and
EvalPlus reads it where HUMANEVAL_OVERRIDE_PATH says. Its first run is not counted, for that one works out what is right
and keeps it; inlay works it out in every run. Twenty seconds of its clock are a thread that sleeps at its end.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evalplus_material import Record, problems_of, samples_of
from spending import Spent, ratio_of, spent_by
from verdicts import NOT_KNOWN, tell_apart

PASSED = "pass"
SECONDS = 20  # of the clock for one input; inlay gives as many of the processor for all of them
ROOTS = "HumanEval/32"
INLAY = Path(sys.executable).with_name("inlay")


def main(told: argparse.Namespace) -> int:
    """Run both in turn, and print; 1 when a verdict differs for no known reason."""
    if subprocess.run([told.evalplus_python, "-c", "import evalplus"], check=False, capture_output=True).returncode:
        print(f"skipped: {told.evalplus_python} has no evalplus")
        return 0
    apart = 0
    with TemporaryDirectory() as place:
        folder = Path(place)
        problems = problems_of(told.data)
        samples = samples_of(problems, told.samples)
        _write(folder / "plus.jsonl", problems)
        inputs = sum(len(each["base_input"]) + len(each["plus_input"]) for each in problems)
        print(f"{len(problems)} tasks, {inputs} inputs, {len(samples)} samples, {told.jobs} at a time")
        _evalplus(told, folder, samples[:: told.samples])
        for _ in range(told.rounds):
            (theirs, evalplus), (ours, inlay) = _evalplus(told, folder, samples), _inlay(told, folder)
            print(f"EvalPlus {theirs}, {evalplus.count(PASSED)} pass")
            print(f"inlay    {ours}, {sum(inlay)} pass")
            print(f"ratio    {ratio_of(theirs, ours)}")
            apart += _told_apart(samples, evalplus, inlay)
    return int(apart > 0)


def _told_apart(samples: Sequence[Record], evalplus: Sequence[str], inlay: Sequence[bool]) -> int:
    apart = [
        (_difference(sample, theirs), f"{sample['task_id']}, EvalPlus says {theirs}:\n{sample['completion']}")
        for sample, theirs, ours in zip(samples, evalplus, inlay, strict=True)
        if (theirs == PASSED) != ours
    ]
    return tell_apart(apart, len(samples))


def _difference(sample: Record, evalplus: str) -> str:
    """Name the reason for which only one of the two lets a sample pass."""
    if sample["task_id"] == ROOTS and evalplus == "fail":
        return "a root: EvalPlus goes on to the next input before it notes that one was right, so none ever passes"
    return "time: that of EvalPlus is the clock's" if evalplus == "timeout" else NOT_KNOWN


def _evalplus(told: argparse.Namespace, folder: Path, samples: Sequence[Record]) -> tuple[Spent, list[str]]:
    found = folder / "samples_eval_results.json"
    found.unlink(missing_ok=True)
    _write(folder / "samples.jsonl", samples)
    words = ["--dataset", "humaneval", "--samples", folder / "samples.jsonl", "--parallel", told.jobs]
    words += ["--min_time_limit", SECONDS]
    around = {"HUMANEVAL_OVERRIDE_PATH": str(folder / "plus.jsonl"), "XDG_CACHE_HOME": str(folder), "PYTHONPATH": ""}
    command = [told.evalplus_python, "-m", "evalplus.evaluate", *words]
    spent = spent_by(command, log=folder / "evalplus.log", environment=around)
    of_task = {task: iter(results) for task, results in json.loads(found.read_text())["eval"].items()}
    in_order = [next(of_task[sample["task_id"]]) for sample in samples]
    both = [(each["base_status"], each["plus_status"]) for each in in_order]
    return spent, [next((status for status in statuses if status != PASSED), PASSED) for statuses in both]


def _inlay(told: argparse.Namespace, folder: Path) -> tuple[Spent, list[bool]]:
    out = folder / "out"
    words = ["--samples", folder / "samples.jsonl", "--data", folder / "plus.jsonl", "--out", out]
    command = [INLAY, "eval", "run", "humaneval-plus", *words, "--jobs", told.jobs]
    spent = spent_by(command, log=folder / "inlay.log")
    (out / "verdicts.jsonl").unlink()
    return spent, [json.loads(line)["passed"] for line in (out / "cases.jsonl").read_text("utf-8").splitlines()]


def _write(path: Path, records: Sequence[Record]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def _read() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("data", type=Path)
    reader.add_argument("--evalplus-python", default=sys.executable)
    reader.add_argument("--samples", type=int, default=5)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--jobs", type=int, default=2)
    return reader.parse_args()


if __name__ == "__main__":
    sys.exit(main(_read()))
