"""Runs ty over many modules in one process and gives the first complaint about each."""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from inlay.errors import InlayError

__all__ = ["complaints"]

_COMPLAINT = re.compile(r"^(?:\./)?m(\d+)\.py:(\d+):\d+: (?:error|warning)\[[\w-]+\] (.*)$")
_SECONDS = 60
_OPTIONS = (
    "check",
    "--no-progress",
    "--color=never",
    "--output-format=concise",
    "--python-version=3.11",
    "--error=possibly-unresolved-reference",
)


def complaints(modules: Sequence[str], *, first_line: int) -> list[str]:
    """Give for each module its first complaint in words, or nothing; lines count from behind `first_line`.

    A module that the checker cannot get through is complained about too: nobody has checked it.
    """
    if not modules:
        return []
    found = _run(modules, first_line)
    if found is not None:
        return found
    alone = [_run([module], first_line) for module in modules]
    return [result[0] if result is not None else "the type checker gives up on it" for result in alone]


def _run(modules: Sequence[str], first_line: int) -> list[str] | None:
    with tempfile.TemporaryDirectory(prefix="inlay-types-") as name:
        folder = Path(name)
        for number, module in enumerate(modules):
            (folder / f"m{number}.py").write_text(module, encoding="utf-8")
        (folder / "ty.toml").write_text("", encoding="utf-8")
        output = _output(folder)
    if output is None:
        return None
    reasons = [""] * len(modules)
    for line in output.splitlines():
        match = _COMPLAINT.match(line)
        if match and not reasons[int(match[1])]:
            reasons[int(match[1])] = f"line {int(match[2]) - first_line}: {match[3]}"
    return reasons


def _output(folder: Path) -> str | None:
    environment = {"PATH": os.defpath, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    try:
        done = subprocess.run(
            [_checker(), *_OPTIONS, "."],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode in (0, 1) else None


def _checker() -> str:
    try:
        from ty import find_ty_bin
    except ImportError:
        raise InlayError("the type checker `ty` is missing", hint="pip install ty") from None
    return str(find_ty_bin())
