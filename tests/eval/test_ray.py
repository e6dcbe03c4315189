"""Workers on a Ray cluster: the same figures, and a worker that is killed loses nothing."""

import json
import re
import subprocess
import sys
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.eval.conftest import GOLD, write_lines
from typer.testing import CliRunner

from inlay.errors import BackendError
from inlay_eval.cli import app
from inlay_eval.judging.rayed import ray_pool

pytestmark = [
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
KILLED = """
import os, signal, sys
from contextlib import nullcontext
from functools import partial
from inlay_eval.executor import Executor
from inlay_eval.judging.pool import pool_of

def work(worker, unit):
    if unit == 3 and not os.path.exists(sys.argv[1]):
        open(sys.argv[1], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return worker * unit

with pool_of(2, partial(nullcontext, 10), executor=Executor.ray) as pool:
    print(sorted(pool.run(work, range(8))))
"""


def done(*words: str) -> str:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True).stdout


def test_a_killed_worker_is_started_again_and_its_work_repeated(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED.replace("sys.argv[1]", repr(str(tmp_path / "marker"))))

    assert done(str(script)).splitlines()[-1] == str([(unit, 10 * unit) for unit in range(8)])
    assert (tmp_path / "marker").exists()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere", "127.0.0.1:port"])
def test_an_address_at_which_no_cluster_answers_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(BackendError, match=re.escape(repr(address))), ray_pool(1, partial(nullcontext, 0)):
        pass


def test_figures_are_those_of_a_local_run(tiny: Path, tmp_path: Path) -> None:
    texts = [("Tiny/0", GOLD), ("Tiny/0", "    return 0\n"), ("Tiny/1", "    while True:\n        pass\n")]
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": task, "completion": text} for task, text in texts])
    words = ["run", "humaneval", "--samples", str(samples), "--data", str(tiny), "--seconds", "1", "--jobs", "2"]

    def told(executor: str) -> list[str]:
        return [*words, "--executor", executor, "--out", str(tmp_path / executor), "--output-format", "json"]

    far = json.loads(done("-c", f"from inlay_eval.cli import app\napp({told('ray')!r})"))
    near = json.loads(CliRunner().invoke(app, told("local"), catch_exceptions=False).stdout)
    assert {key: far[key] for key in ("verdicts", "scores")} == {key: near[key] for key in ("verdicts", "scores")}
    assert (tmp_path / "ray" / "cases.jsonl").read_bytes() == (tmp_path / "local" / "cases.jsonl").read_bytes()
