"""What walls a machine has: found by trying, refused when missing, never silently weaker."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inlay.errors import UnsafeRefused
from inlay.sandbox import PythonCase, PythonJob, TierName, fence, open_box, probe, probing, run_command, walls


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder, open to every user, that holds all system programs there are, and a memory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(walls, "SEARCH_PATH", folder)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        yield Path(folder)


def test_this_machine_has_walls_that_hold() -> None:
    tier = probe()

    assert (tier.name, tier.isolated, tier.reason) == ("bubblewrap", True, "")
    assert tier.detail.startswith("bubblewrap ")


def test_the_second_tier_says_what_it_lacks(tier: TierName) -> None:
    found = probe(tier)

    assert (found.name, found.isolated) == (tier, True)
    assert ("can be seen" in found.detail) == (tier == "landlock")


def test_what_is_remembered_of_one_tier_says_nothing_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tier: TierName
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    probe(tier)
    other: TierName = "landlock" if tier == "bubblewrap" else "bubblewrap"
    (memory,) = (tmp_path / "inlay").iterdir()

    found = probe(other)
    if not found.isolated:
        pytest.skip(found.reason)
    assert found.name == other
    assert len(list((tmp_path / "inlay").iterdir())) == 2
    assert json.loads(memory.read_text())["key"][1] == tier


def test_a_fence_without_landlock_rules_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tier: TierName
) -> None:
    """A fence that lets its process read and write everything must be found out by the canaries."""
    if tier != "landlock":
        return
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(fence, "_SYSTEM", ("/",))

    found = probe("landlock")

    assert (found.isolated, found.reason) == (False, "the walls have holes: a file of the host")
    with pytest.raises(UnsafeRefused, match="the walls have holes"), open_box(tier="landlock"):
        pass


def test_an_old_kernel_has_no_second_tier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(probing, "abi", lambda: 2)

    found = probe("landlock")

    assert (found.isolated, found.reason) == (False, "the kernel has no Landlock of version 3 or later")
    assert "Linux 6.2" in found.hint


def test_the_walls_are_tried_once_for_each_start_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = probe()
    memory = tmp_path / "inlay" / "sandbox.json"
    known = json.loads(memory.read_text())
    memory.write_text(json.dumps({**known, "detail": "remembered"}))

    assert probe().detail == "remembered"

    memory.write_text(json.dumps({"key": ["another start"], "detail": "remembered"}))
    assert probe() == first

    memory.write_text("{")
    assert probe() == first


def test_what_was_tried_in_one_container_is_not_believed_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = probe()
    memory = tmp_path / "inlay" / "sandbox.json"
    known = json.loads(memory.read_text())
    here = str(Path("/proc/self/ns/mnt").readlink())
    elsewhere = [part.replace(here, "mnt:[1]") for part in known["key"]]

    memory.write_text(json.dumps({"key": elsewhere, "detail": "remembered"}))

    assert here in known["key"]
    assert probe() == first


def test_a_machine_without_bubblewrap_is_told_the_line_to_type(programs: Path) -> None:
    (programs / "apt-get").write_text("#!/bin/sh\n")
    (programs / "apt-get").chmod(0o755)
    sudo = "" if os.geteuid() == 0 else "sudo "

    tier = probe()

    assert (tier.isolated, tier.reason) == (False, "bwrap is not installed")
    assert tier.hint == f"type: {sudo}apt-get install bubblewrap"


@pytest.mark.usefixtures("programs")
def test_without_walls_nothing_runs_unless_asked_for_in_so_many_words(tmp_path: Path) -> None:
    job = PythonJob(source="def f():\n    return 1\n", function="f", cases=(PythonCase(arguments={}),))
    with pytest.raises(UnsafeRefused, match="bwrap is not installed") as refused, open_box():
        pass
    with pytest.raises(UnsafeRefused):
        run_command(["true"], project=tmp_path)

    assert refused.value.exit_code == 4
    assert "bubblewrap" in refused.value.hint
    with open_box(tier="none") as box:
        assert [outcome.value for outcome in box.run_python(job)] == [1]
        assert (box.tier.name, box.tier.isolated) == ("none", False)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("bwrap: No permissions to create new namespace", "user namespaces"),
        ("bwrap: Unknown option --disable-userns", "bubblewrap 0.8 or newer is needed"),
    ],
    ids=["no namespaces", "too old"],
)
def test_a_bubblewrap_that_does_not_work_is_told_why(programs: Path, said: str, advice: str) -> None:
    _links(programs)
    (programs / "bwrap").unlink()
    (programs / "bwrap").write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    (programs / "bwrap").chmod(0o755)

    tier = probe()

    assert not tier.isolated
    assert said in tier.reason
    assert advice in tier.hint or "sysctl" in tier.hint


def test_walls_with_holes_are_not_walls(programs: Path, tmp_path: Path) -> None:
    """A bubblewrap that binds the whole host and keeps its network must be found out."""
    real = walls.find_program
    _links(programs)
    bwrap = Path(real("bwrap")).resolve()
    (programs / "bwrap").unlink()
    (programs / "bwrap").write_text(
        f'#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nexec {bwrap} --bind / / --dev /dev --proc /proc "$@"\n'
    )
    (programs / "bwrap").chmod(0o755)

    tier = probe()

    assert not tier.isolated
    assert tier.reason.startswith(("the walls have holes: ", "bubblewrap does not work"))
    assert not (tmp_path / "cache" / "inlay" / "sandbox.json").exists()


def test_a_python_whose_folder_holds_a_home_is_not_shown_to_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", str(Path.home()))
    with pytest.raises(UnsafeRefused, match="would have to show all of"), open_box() as box:
        box.run_python(PythonJob(source="", function="f", cases=(PythonCase(arguments={}),)))


def test_the_first_process_of_a_container_finds_the_same_walls(tmp_path: Path) -> None:
    """There `1` names this process outside of the box and the box's own first process inside."""
    as_user = [] if os.geteuid() == 0 else ["--user", "--map-current-user"]
    script = "import os; from inlay.sandbox import probe; found = probe(); print(os.getpid(), found.name, found.reason)"
    ended = subprocess.run(
        ["unshare", *as_user, "--pid", "--fork", "--mount-proc", sys.executable, "-c", script],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.stderr.startswith("unshare:"):
        pytest.skip(f"a container cannot be made here: {ended.stderr.strip()}")

    assert (ended.stdout, ended.stderr) == ("1 bubblewrap \n", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="what root started cannot be reached by the box's own user anyway")
def test_a_box_that_sees_the_processes_of_the_host_is_found_out(programs: Path) -> None:
    real = walls.find_program
    _links(programs)
    bwrap = Path(real("bwrap")).resolve()
    (programs / "bwrap").unlink()
    (programs / "bwrap").write_text(
        "#!/bin/sh\nfor argument; do\n  shift\n  case $argument in\n"
        '    --unshare-all) set -- "$@" --unshare-ipc --unshare-net --unshare-uts ;;\n'
        f'    *) set -- "$@" "$argument" ;;\n  esac\ndone\nexec {bwrap} "$@"\n'
    )
    (programs / "bwrap").chmod(0o755)

    found = probe()

    assert (found.isolated, found.reason) == (False, "the walls have holes: a process of the host")


def _links(programs: Path) -> None:
    for name in ("bwrap", "setpriv", "unshare", "sh", "mount", "mkdir", "sysctl"):
        for folder in ("/usr/bin", "/bin", "/usr/sbin", "/sbin"):
            if (Path(folder) / name).exists() and not (programs / name).exists():
                (programs / name).symlink_to(Path(folder) / name)
