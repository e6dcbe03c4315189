"""However a run is stopped, the target is as it was, and the next run finishes the job."""

import errno
import os
import signal
import threading
from pathlib import Path

import pytest

from inlay.build import job
from inlay.build.options import Options
from inlay.build.report import CheckReport, SlotReport
from inlay.errors import UsageError
from inlay.project.tree import Tree


class Stopping:
    """Stops the run when it comes to a certain moment: by Ctrl-C, or by a kill of the process."""

    def __init__(self, moment: str, *, kill: bool = False) -> None:
        self.moment = moment
        self.kill = kill

    def _at(self, moment: str) -> None:
        if moment != self.moment:
            return
        if self.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)

    def stage(self, name: str, count: int = 0) -> None:
        self._at(f"stage {name}")

    def slot(self, report: SlotReport) -> None:
        self._at(f"slot {report.slot}")

    def check(self, report: CheckReport) -> None:
        self._at(f"check {report.name}")


MOMENTS = ["stage plan", "stage fill", "slot rules.squared", "stage check", "check tests"]


def left_beside(target: Path) -> list[str]:
    return [path.name for path in target.parent.iterdir() if target.name in path.name and path.suffix != ".yaml"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_ctrl_c_nothing_is_left(spec: Path, good: Options, tmp_path: Path, moment: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        job.new(spec, tmp_path / "sums", good, Stopping(moment))
    assert left_beside(tmp_path / "sums") == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_a_kill_the_next_run_cleans_up_and_finishes(
    spec: Path, good: Options, tmp_path: Path, moment: str
) -> None:
    target = tmp_path / "sums"
    child = os.fork()
    if child == 0:
        try:
            job.new(spec, target, good, Stopping(moment, kill=True))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert not target.exists()
    assert job.new(spec, target, good).exit_code == 0
    assert left_beside(target) == ["sums"]


@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.ENOSPC, "free some space"), (errno.EROFS, "can be written"), (errno.EACCES, "may write")],
)
def test_a_file_system_that_refuses_is_told_with_what_to_do(
    spec: Path, good: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, advice: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Tree, "write", refuse)
    with pytest.raises(UsageError, match=os.strerror(code)) as caught:
        job.new(spec, tmp_path / "sums", good)
    assert advice in caught.value.hint
    assert caught.value.exit_code == 2
    assert left_beside(tmp_path / "sums") == []
