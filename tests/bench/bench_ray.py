"""Judging with two workers of a Ray cluster beside `--jobs 2`: the same figures, and what Ray adds.

    python tests/bench/bench_ray.py HumanEval.jsonl.gz [--samples 5] [--rounds 3]

Each round runs the same samples three times: in threads and boxes here, on a cluster that stands already, as one of
several machines does, and on one that Ray starts for the command. References are judged, every one a sample of its own.
"""

import argparse
import gzip
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from spending import Group, Spent, group, ratio_of, spent_by

INLAY = Path(sys.executable).with_name("inlay")
RAY = which("ray", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}") or "ray"
JOBS = "2"
PORT = "6399"
START_SECONDS = 120.0


def main(told: argparse.Namespace) -> int:
    """Run all three in turn, and print; 1 when a figure differs."""
    if find_spec("ray") is None:
        print("skipped: Ray is not installed")
        return 0
    apart = 0
    with TemporaryDirectory() as place, _cluster(Path(place)) as cluster:
        folder = Path(place)
        count = _write(told.data, told.samples, folder / "samples.jsonl")
        print(f"{count} samples, {JOBS} at a time")
        for _ in range(told.rounds):
            near, alone = _run(told.data, folder, "local"), _run(told.data, folder, "ray", RAY_ADDRESS="local")
            joined = _run(told.data, folder, "ray", cluster, RAY_ADDRESS=f"127.0.0.1:{PORT}")
            print(f"threads and boxes here         {near[0]}")
            for name, spent in (
                ("a cluster that stands already", joined[0]),
                ("a cluster started for the run", alone[0]),
            ):
                print(f"{name}  {spent}; {ratio_of(spent, near[0])}")
            apart += (joined[1] != near[1]) + (alone[1] != near[1])
    print("figures and cases are the same everywhere" if not apart else f"{apart} runs came out otherwise")
    return int(apart > 0)


def _run(data: Path, folder: Path, executor: str, beside: Group | None = None, **around: str) -> tuple[Spent, str]:
    """Judge anew; give what it cost, and the cases with the scores."""
    out = folder / "out"
    words = ["--samples", folder / "samples.jsonl", "--data", data, "--jobs", JOBS, "--executor", executor]
    command = [INLAY, "eval", "run", "humaneval", *words, "--out", out]
    spent = spent_by(command, log=folder / "log", environment=around, beside=beside)
    (out / "verdicts.jsonl").unlink()
    scores = json.loads((out / "report.json").read_text("utf-8"))["scores"]
    return spent, json.dumps(scores) + (out / "cases.jsonl").read_text("utf-8")


@contextmanager
def _cluster(folder: Path) -> Iterator[Group]:
    """Have Ray start a cluster of as many processors as there are jobs, counted in a group of its own."""
    words = ["start", "--head", "--block", "--port", PORT, "--num-cpus", JOBS, "--include-dashboard", "false"]
    with group() as counted, (folder / "ray.log").open("w") as log:
        process = subprocess.Popen(counted.joined([RAY, *words]), stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(folder / "ray.log")
            yield counted
        finally:
            process.terminate()
            process.wait()


def _wait(log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Ray runtime started" not in log.read_text():
        if time.monotonic() > deadline:
            raise SystemExit(f"Ray did not start:\n{log.read_text()}")
        time.sleep(0.5)


def _write(data: Path, count: int, path: Path) -> int:
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        tasks = [json.loads(line) for line in lines]
    samples = [
        {"task_id": task["task_id"], "completion": f"{task['canonical_solution']}# {number}"}
        for task in tasks
        for number in range(count)
    ]
    path.write_text("".join(json.dumps(sample) + "\n" for sample in samples), "utf-8")
    return len(samples)


def _read() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("data", type=Path)
    reader.add_argument("--samples", type=int, default=5)
    reader.add_argument("--rounds", type=int, default=3)
    return reader.parse_args()


if __name__ == "__main__":
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}  # nobody else's jobs run here
    sys.exit(main(_read()))
