"""Processor time of a judged sample beside a plain fork and exec of the same program, in one run.

Run as `python tests/bench/bench_judging.py HumanEval.jsonl.gz [SAMPLES_A_TASK]`. The fork is a floor and no judge: no
walls, no limits, the verdict a status that the program sets itself.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from inlay_eval.judging import Attempt, CodeTask, open_bench
from inlay_eval.suites import load_suite

ROUNDS = 3
MOST_JOBS = 400  # fewer than a box takes before it is replaced
UNIT = 16  # as a run takes them
TICKS = os.sysconf("SC_CLK_TCK")


def main(path: Path, samples: int) -> None:
    """Judge the references both ways, three times in turn, and print milliseconds a sample."""
    tasks = load_suite("humaneval", path).tasks
    count = len(tasks) * samples
    for _ in range(ROUNDS):
        processor = wall = 0.0
        step = MOST_JOBS // samples
        for first in range(0, len(tasks), step):
            spent, passed = _judged(tasks[first : first + step], samples)
            processor, wall = processor + spent, wall + passed
        _say("judged behind walls", processor, wall, count)
        started, clock = _spent(), time.perf_counter()
        for task in tasks:
            assert all(_forked(task) for _ in range(samples)), task.id
        _say("plain fork and exec", _spent() - started, time.perf_counter() - clock, count)


def _judged(tasks: Sequence[CodeTask], samples: int) -> tuple[float, float]:
    """Judge in a bench of its own: a box that is replaced on the way would take its processor time along."""
    with open_bench(seconds=3.0, memory_mib=1024) as bench:
        attempts = [
            Attempt(task, script, f"{task.gold}# {number}")
            for task in tasks
            for script in [bench.script(task)]
            for number in range(samples)
        ]
        bench.judge_all(attempts[:1])  # the box of candidates starts with its first job
        boxes = _family(os.getpid())
        started, clock = _spent(), time.perf_counter()
        for first in range(0, len(attempts), UNIT):
            found = bench.judge_all(attempts[first : first + UNIT])
            assert all(judgement.passed for judgement in found)
        spent = _spent() - started, time.perf_counter() - clock
        assert _family(os.getpid()) == boxes, "a box was replaced, so the figure would be too low"
        return spent


def _forked(task: CodeTask) -> bool:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            exec(compile(task.reference + "\n" + task.test, "program", "exec"), {"__name__": "program"})
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _spent() -> float:
    """Processor seconds of this process, of the boxes below it, and of everything that they waited for."""
    return sum(map(_process_seconds, _family(os.getpid())))


def _family(root: int) -> list[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(_fields(int(entry.name))[1])
            except OSError:
                continue
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def _process_seconds(process: int) -> float:
    try:
        return sum(map(int, _fields(process)[11:15])) / TICKS
    except OSError:
        return 0.0


def _fields(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _say(name: str, processor: float, wall: float, count: int) -> None:
    print(f"{name}: {1000 * processor / count:.2f} CPU-ms a sample, {wall:.1f} s wall over {count} samples")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
