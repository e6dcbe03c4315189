"""A project's own command behind the walls: what it sees, what it may do, and how it ends."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from inlay.errors import UsageError
from inlay.sandbox import CommandResult, TierName, run_command


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "shop").mkdir(parents=True)
    (root / "tests").mkdir()
    (root / "shop" / "__init__.py").write_text('"""A shop."""\n')
    (root / "shop" / "sums.py").write_text('"""Sums."""\n\n\ndef add(a: int, b: int) -> int:\n    return a + b\n')
    (root / "tests" / "test_sums.py").write_text(
        "from shop.sums import add\n\n\ndef test_add() -> None:\n    assert add(1, 2) == 3\n"
    )
    return root


def test_a_projects_tests_run_offline_on_a_copy(project: Path, tier: TierName) -> None:
    result = run_command(["python", "-m", "pytest", "-q"], project=project, tier=tier)

    assert (result.exit_code, result.timed_out, result.tier.isolated) == (0, False, True), result.output
    assert "1 passed" in result.output
    assert sorted(path.name for path in project.rglob("*.py")) == ["__init__.py", "sums.py", "test_sums.py"]
    assert not (project / ".pytest_cache").exists()


def test_a_projects_tests_that_fail_give_their_exit_code(project: Path, tier: TierName) -> None:
    (project / "shop" / "sums.py").write_text("def add(a: int, b: int) -> int:\n    return 0\n")

    result = run_command(["python", "-m", "pytest", "-q"], project=project, tier=tier)

    assert result.exit_code == 1
    assert "assert 0 == 3" in result.output


@pytest.mark.parametrize("argv", [["ruff", "check", "."], ["ty", "check", "."], ["mypy", "--strict", "shop"]], ids=str)
def test_the_tools_of_the_environment_run(project: Path, tier: TierName, argv: list[str]) -> None:
    result = run_command(argv, project=project, tier=tier)

    assert result.exit_code == 0, result.output


def test_mypy_runs_beside_a_psutil_that_would_look_for_proc(project: Path, tier: TierName) -> None:
    (project / "typed.py").write_text("ONE: int = 1\n", encoding="utf-8")
    psutil = run_command(["python", "-c", "import psutil"], project=project, tier=tier)
    assert "ImportError: there is no /proc here" in psutil.output
    assert run_command(["python", "-m", "mypy", "typed.py"], project=project, tier=tier).exit_code == 0


def test_a_commands_files_are_thrown_away(project: Path, tier: TierName) -> None:
    result = _python(
        project, tier, "import pathlib; p = pathlib.Path('shop/sums.py'); p.write_text('x'); print(p.read_text())"
    )

    assert (result.exit_code, result.output) == (0, "x\n")
    assert "def add" in (project / "shop" / "sums.py").read_text()


def test_a_command_that_may_not_write_cannot(project: Path, tier: TierName) -> None:
    result = _python(project, tier, "open('new.txt', 'w')", writable=False)

    assert result.exit_code == 1
    assert "PermissionError" in result.output


def test_a_command_sees_no_file_process_key_or_network_of_the_host(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANY_KEY", "not-for-tests")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        code = f"""
import os, pathlib, socket
def tried(attempt):
    try: return attempt()
    except OSError: return None
print([
    [pair for pair in os.environ.items() if 'COMPANY' in pair[0]],
    tried(lambda: os.stat({str(project)!r})),
    tried(lambda: os.stat('/etc/passwd')),
    tried(lambda: socket.create_connection(('127.0.0.1', {port}), 1)),
    tried(lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)),
    tried(lambda: os.kill({os.getpid()}, 0) or 'killed'),
    0 in (os.getuid(), os.geteuid()),
])
"""
        result = _python(project, "bubblewrap", code)

    assert result.output == "[[], None, None, None, None, None, False]\n"


def test_a_fenced_command_reads_and_changes_nothing_of_the_host_and_talks_to_nobody(
    project: Path, canaries: Any, tier: TierName
) -> None:
    """What the second tier cannot hide, that a file is there, is all that it may learn."""
    port = canaries.listeners[0].getsockname()[1]
    code = f"""
import os, pathlib, shutil, socket, subprocess
def tried(attempt):
    try: attempt()
    except OSError: return False
    return True
host = {str(canaries.file)!r}
attempts = dict(
    read=lambda: open(host).read(), write=lambda: open(host, 'w'), cut=lambda: os.truncate(host, 0),
    beside=lambda: open(host + '.new', 'w'), remove=lambda: os.remove(host), rename=lambda: os.rename(host, 'here'),
    link=lambda: os.link(host, 'here'), folder=lambda: os.listdir(os.path.dirname(host)),
    root=lambda: os.listdir('/etc'), date=lambda: os.utime(host, (0, 0)),
    attribute=lambda: os.setxattr(host, 'user.x', b'1'),
    project=lambda: os.listdir({str(project)!r}), call=lambda: socket.create_connection(('127.0.0.1', {port}), 1),
    abstract=lambda: socket.socket(socket.AF_UNIX).connect(chr(0) + {canaries.key!r}),
    note=lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b'x', '/run/systemd/journal/socket'),
    kill=lambda: os.kill({os.getpid()}, 0), slow=lambda: os.setpriority(os.PRIO_PROCESS, {os.getppid()}, 19),
    settings=lambda: open('/proc/{os.getpid()}/environ').read(), trace=lambda: open('/proc/self/mem', 'rb'),
)
print([name for name, attempt in attempts.items() if tried(attempt)])
os.chmod(host, 0)
print(os.environ.get('INLAY_TEST_CANARY'), 0 in (os.getuid(), os.geteuid()))
"""
    before = canaries.file.stat()

    result = _python(project, tier, code)

    if tier == "landlock":  # elsewhere the file is not even there to be tried
        assert result.output == "[]\nNone False\n"
    after = canaries.file.stat()
    assert (after.st_mode, after.st_mtime, after.st_size) == (before.st_mode, before.st_mtime, before.st_size)
    assert canaries.untouched()


def test_a_fenced_command_that_leaves_its_group_stays_in_it(project: Path, tier: TierName) -> None:
    code = """
import os, time
if os.fork() == 0:
    try: os.setsid()
    except OSError: pass
    print('still here', flush=True)
    time.sleep(99)
time.sleep(0.5)
print('done')
"""
    result = _python(project, tier, code, timeout=20)

    assert (result.exit_code, result.timed_out, sorted(result.output.split("\n"))) == (
        0,
        False,
        ["", "done", "still here"],
    )


def test_a_command_cannot_fill_the_disk(project: Path, tier: TierName) -> None:
    code = """
block = b'x' * (1 << 24)
for number in range(200):
    with open(str(number), 'wb') as file:
        file.write(block)
print('filled')
"""
    result = _python(project, tier, code, timeout=60)

    assert result.exit_code != 0
    assert "filled" not in result.output


def test_a_command_may_talk_to_itself(project: Path) -> None:
    code = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()); print(1)"
    )

    assert _python(project, "bubblewrap", code).output == "1\n"


def test_a_commands_environment_is_what_it_is_given(project: Path, tier: TierName) -> None:
    code = "import os; print(os.environ['DATABASE_URL'], os.path.basename(os.getcwd()), os.environ['TZ'])"

    result = run_command(["python", "-c", code], project=project, tier=tier, env={"DATABASE_URL": "sqlite://"})

    assert result.output == "sqlite:// project UTC\n"


def test_a_command_that_does_not_end_is_ended(project: Path, tier: TierName) -> None:
    code = (
        "import os, time\nprint('started', flush=True)\nos.fork()\n"
        "try:\n    os.setsid() if os.fork() == 0 else 0\nexcept OSError:\n    pass\ntime.sleep(99)"
    )

    result = _python(project, tier, code, timeout=1.5)

    assert (result.exit_code, result.timed_out) == (124, True)
    assert result.output == "started\n"


def test_what_a_command_leaves_running_ends_with_it(project: Path, tier: TierName) -> None:
    code = "import os, time\nif os.fork() == 0:\n    time.sleep(99)\nprint('done')"

    result = _python(project, tier, code, timeout=20)

    assert (result.exit_code, result.timed_out, result.output) == (0, False, "done\n")


def test_a_flood_of_output_keeps_its_head_and_tail(project: Path, tier: TierName) -> None:
    result = _python(project, tier, "print('first'); print('x' * 10_000_000); print('last')")

    assert result.output.startswith("first\nxxx")
    assert result.output.endswith("xxx\nlast\n")
    assert len(result.output) < 70_000


def test_an_endless_flood_of_output_is_ended(project: Path, tier: TierName) -> None:
    result = _python(project, tier, "while True: print('x' * 65536)", timeout=60)

    assert (result.exit_code, result.timed_out) == (124, True)


def test_output_cannot_steer_a_terminal(project: Path, tier: TierName) -> None:
    result = _python(
        project,
        tier,
        r"print('\x1b]0;owned\x07 \u202e \x00', flush=True); import sys; sys.stdout.buffer.write(b'\xff')",
    )

    assert result.output == "\\x1b]0;owned\\x07 \\u202e \\x00\n\\xff"


def test_a_program_that_is_not_there_is_said_so(project: Path, tier: TierName) -> None:
    result = run_command(["no-such-program"], project=project, tier=tier)

    assert (result.exit_code, result.output) == (127, "no-such-program: No such file or directory\n")


def test_a_command_ended_by_a_signal_has_the_shells_exit_code(project: Path, tier: TierName) -> None:
    assert _python(project, tier, "import os; os.kill(os.getpid(), 15)").exit_code == 128 + 15


def test_links_and_caches_of_a_project_stay_out(project: Path, tier: TierName, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (project / "link").symlink_to(tmp_path / "secret")
    (project / "folder").symlink_to(tmp_path)
    (project / ".git").mkdir()
    os.mkfifo(project / "pipe")

    result = _python(project, tier, "import os; print(sorted(os.listdir('.')))")

    assert result.output == "['shop', 'tests']\n"


def test_a_private_project_can_be_run(project: Path, tier: TierName) -> None:
    (project / "shop" / "sums.py").chmod(0o600)
    project.chmod(0o700)

    assert _python(project, tier, "import shop.sums").exit_code == 0


def test_a_cache_is_found_again_by_the_next_command(project: Path, tier: TierName, tmp_path: Path) -> None:
    cache = tmp_path / "private" / "cache"
    code = "import os, pathlib; p = pathlib.Path(os.environ['MYPY_CACHE_DIR'], 'x'); p.parent.mkdir(exist_ok=True)"
    for before in ("False", "True"):
        result = run_command(
            ["python", "-c", f"{code}; print(p.exists()); p.write_text('1')"], project=project, tier=tier, cache=cache
        )
        assert result.output == f"{before}\n"
    assert run_command(["mypy", "shop"], project=project, tier=tier, cache=cache).exit_code == 0
    assert _python(project, tier, f"{code}; print(p.exists())").output == "False\n"


def test_what_ran_without_walls_leaves_a_cache_that_is_in_nobodys_way(
    project: Path, tier: TierName, tmp_path: Path
) -> None:
    order: tuple[TierName, ...] = ("none", tier, "none", tier)
    for each in order:
        for tool in (["ruff", "check", "shop"], ["mypy", "shop"]):
            result = run_command(tool, project=project, tier=each, cache=tmp_path / "cache")
            assert (result.exit_code, "denied" in result.output.lower()) == (0, False), (each, result.output)


def test_a_cache_that_cannot_be_made_is_done_without(project: Path, tier: TierName, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")

    result = run_command(["ruff", "check", "shop"], project=project, tier=tier, cache=tmp_path / "cache")
    assert result.exit_code == 0, result.output


def test_a_project_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder"):
        run_command(["true"], project=tmp_path / "nowhere")


def test_without_walls_a_command_runs_and_says_so(project: Path) -> None:
    result = run_command(["python", "-m", "pytest", "-q"], project=project, tier="none")

    assert (result.exit_code, result.tier.isolated) == (0, False), result.output
    assert sorted(path.name for path in project.iterdir()) == ["shop", "tests"]


def test_the_interpreter_is_the_one_that_runs_inlay(project: Path, tier: TierName) -> None:
    result = _python(project, tier, "import sys; print(sys.prefix, *sys.version_info[:2])")

    assert result.output == f"{sys.prefix} {sys.version_info[0]} {sys.version_info[1]}\n"


def _python(project: Path, tier: TierName, code: str, *, writable: bool = True, timeout: float = 60) -> CommandResult:
    return run_command(["python", "-c", code], project=project, tier=tier, writable=writable, timeout=timeout)
