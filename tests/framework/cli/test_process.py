"""How the process of a command begins, and how it ends when it is told to."""

import os
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

from inlay.build import job
from inlay.cli.app import run

ROOT = Path(__file__).parents[3]


def test_the_package_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "inlay", "--help"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: inlay" in done.stdout


def test_ctrl_c_is_exit_130_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(job, "new", stopped)
    (tmp_path / "x.yaml").write_text("name: x\n", encoding="utf-8")
    assert run(["new", str(tmp_path / "x.yaml")]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_ctrl_c_while_the_command_still_imports_is_no_other() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, function = scripts["inlay"].partition(":")
    program = f"""
        import sys

        class CtrlC:
            def find_spec(self, name, *_):
                if name == "inlay.cli.app":
                    raise KeyboardInterrupt

        sys.meta_path.insert(0, CtrlC())
        from {module} import {function}
        {function}()
    """

    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "interrupted; nothing was left half written\n"


def test_a_request_to_end_is_heeded_like_ctrl_c_and_is_exit_143(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("name: x\n", encoding="utf-8")
    script = (
        "import os, signal, sys, time\n"
        "from inlay.build import job\n"
        "from inlay.cli.app import main\n"
        "def ended(*_):\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        time.sleep(20)\n"
        "    finally:\n"
        "        print('cleaned up')\n"
        "job.new = ended\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "new", str(tmp_path / "x.yaml")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (143, "cleaned up\n")
    assert done.stderr == "interrupted; nothing was left half written\n"


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_a_stream_that_the_caller_closed_leads_nowhere(tmp_path: Path, closed: str) -> None:
    told = tmp_path / "told"
    program = """
        import os, sys
        from inlay.cli import app
        from inlay.cli.entry import main

        def told():
            # What is opened now must not come to stand in the place of a stream.
            with open(os.environ["TOLD"], "w", encoding="utf-8") as file:
                asked = [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)]
                sys.stderr.write("heard by nobody\\n")
                file.write(f"{file.fileno() > 2} {any(asked)}")

        app.main = told
        main()
    """
    environment = {**os.environ, "TOLD": str(told)}
    command = ["bash", "-c", f'exec "$@" {closed}', "-", sys.executable, "-c", textwrap.dedent(program)]

    done = subprocess.run(command, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)

    assert (done.returncode, told.read_text(encoding="utf-8")) == (0, "True False")


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_answer_that_finds_no_room_is_exit_2_and_no_traceback(form: str) -> None:
    command = [sys.executable, "-m", "inlay", "schema", "spec", "--output-format", form]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_progress_that_finds_no_room_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("name: x\n", encoding="utf-8")
    command = [sys.executable, "-m", "inlay", "plan", str(tmp_path / "x.yaml")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stderr=full, check=False)

    assert done.returncode == 2  # the spec's own exit code, not that of a message which nobody could read


def test_memory_that_is_used_up_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def spent(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(job, "new", spent)
    assert run(["new", "x.yaml", "x"]) == 2
    assert "not enough memory" in capsys.readouterr().err
