"""How the process of a command begins, and how it ends when it is told to."""

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
