"""Whatever happens at whatever instant, a target holds all of the old files or all of the new ones."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inlay.errors import ConflictsLeft, InlayError, UnsafeRefused, UsageError
from inlay.project.commit import commit, require_place, stage_files
from inlay.project.hold import open_workspace, recover
from inlay.project.workspace import workspace_path

OLD = {"inlay.lock": b"old lock", "kept": b"same", "src/changed": b"old", "src/gone/file": b"old"}
NEW = {"inlay.lock": b"new lock", "kept": b"same", "src/changed": b"new", "added/deep/file": b"new"}
GONE = ("src/gone/file",)
FILE_EVENTS = ("open", "os.")
WENT_ON = 77


def plant(target: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def content(target: Path) -> dict[str, bytes] | None:
    if not target.exists():
        return None
    return {
        path.relative_to(target).as_posix(): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()
    }


def folders(target: Path) -> set[str]:
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_dir()}


def bring(target: Path) -> None:
    with open_workspace(target) as work:
        stage_files(work, NEW)
        commit(work, NEW, GONE if target.exists() else ())


def in_child(job: Callable[[], None], act: Callable[[], None], at: int) -> int:
    """Run `job` in a forked child in which the `at`-th event on the file system meets `act`; give its wait status."""
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(event: str, _: tuple[object, ...]) -> None:
            nonlocal seen
            if event.startswith(FILE_EVENTS):
                seen += 1
                if seen == at:
                    act()

        sys.addaudithook(watch)
        try:
            job()
        except KeyboardInterrupt:
            os._exit(130)
        except InlayError as error:
            os._exit(10 + error.exit_code)
        except BaseException:
            os._exit(99)
        os._exit(0 if seen < at else WENT_ON)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt


def disk_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def sweep(tmp_path: Path, old: dict[str, bytes] | None, act: Callable[[], None]) -> list[tuple[int, Path]]:
    """Meet `act` at every event in turn until the job runs through; give each end and target."""
    ends = []
    for at in range(1, 1000):
        target = tmp_path / f"run{at}" / "orders"
        target.parent.mkdir()
        if old is not None:
            target.mkdir()
            plant(target, old)
        status = in_child(lambda place=target: bring(place), act, at)  # type: ignore[misc]
        ends.append((status, target))
        if status == 0:
            assert content(target) == NEW
            return ends
    raise AssertionError("the job never ran through")


@pytest.mark.parametrize("old", [None, {}, OLD], ids=["no target", "empty target", "existing project"])
def test_a_kill_at_any_instant_leaves_the_old_or_is_finished_by_the_next_command(
    tmp_path: Path, old: dict[str, bytes] | None
) -> None:
    ends = sweep(tmp_path, old, die)
    assert len(ends) > 20
    for status, target in ends[:-1]:
        assert status == -signal.SIGKILL
        recover(target)
        assert content(target) in (old, NEW), target
        assert not workspace_path(target).exists()


@pytest.mark.parametrize("act", [interrupt, disk_full])
@pytest.mark.parametrize("old", [None, OLD], ids=["no target", "existing project"])
def test_an_interrupt_or_a_full_disk_leaves_the_target_as_it_was(
    tmp_path: Path, old: dict[str, bytes] | None, act: Callable[[], None]
) -> None:
    ends = sweep(tmp_path, old, act)
    assert len(ends) > 20
    for status, target in ends[:-1]:
        recover(target)
        assert content(target) in (old, NEW), (status, target)
        if content(target) == old == OLD:
            assert folders(target) == {"src", "src/gone"}
        assert status in (WENT_ON, 130, 12), target


def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        disk_full()

    target = tmp_path / "orders"
    with (
        pytest.raises(UsageError, match="No space left on device") as caught,
        open_workspace(target) as work,
        monkeypatch.context() as disk,
    ):
        disk.setattr(os, "open", refuse)
        stage_files(work, NEW)
    assert "free some space" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_what_generated_code_did_to_the_stage_is_not_delivered(tmp_path: Path) -> None:
    target = tmp_path / "orders"
    with open_workspace(target) as work:
        stage_files(work, NEW)
        (work.stage / "src/changed").write_bytes(b"tampered")
        (work.stage / "planted").write_bytes(b"x")
        (work.stage / "cache").mkdir()
        (work.stage / "kept").unlink()
        (work.stage / "kept").symlink_to("/etc/hostname")
        with pytest.raises(UnsafeRefused):
            commit(work, NEW)
        (work.stage / "kept").unlink()
        commit(work, NEW)
    assert content(target) == NEW
    assert "cache" not in folders(target)


def test_a_file_edited_between_a_kill_and_the_next_command_is_not_overwritten(tmp_path: Path) -> None:
    for status, target in sweep(tmp_path, OLD, die):
        if status == 0 or not (workspace_path(target) / "journal.json").exists():
            continue
        (target / "inlay.lock").write_bytes(b"mine")
        with pytest.raises(ConflictsLeft):
            recover(target)
        assert (target / "inlay.lock").read_bytes() == b"mine"
        return
    raise AssertionError("no kill fell into a commit")


def test_only_one_command_at_a_time_holds_a_target(tmp_path: Path) -> None:
    target = tmp_path / "orders"
    with open_workspace(target), pytest.raises(UsageError, match="another inlay command"), open_workspace(target):
        pass
    assert not workspace_path(target).exists()


def test_a_symlink_in_the_place_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "orders"
    workspace_path(target).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeRefused), open_workspace(target):
        pass


def test_nothing_to_recover_is_no_fault(tmp_path: Path) -> None:
    assert recover(tmp_path / "orders") is False


@pytest.mark.parametrize(
    "make", [lambda p: p.write_text("x"), lambda p: p.symlink_to("."), lambda p: (p / "x").mkdir(parents=True)]
)
def test_a_target_with_something_in_it_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "orders")
    with pytest.raises(UsageError):
        require_place(tmp_path / "orders")
