"""Runs ty and ruff over many modules, one process each, and gives the first complaint about each module."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from inlay.errors import InlayError

__all__ = ["complaints"]

_COMPLAINT = re.compile(r"^(?:\./)?m(\d+)\.py:(\d+):\d+: (?:(?:error|warning)\[[\w-]+\]|[A-Z]+\d+) (.*)$")
_SECONDS = 60
_TYPES = (
    "check",
    "--no-progress",
    "--color=never",
    "--output-format=concise",
    "--python-version=3.11",
    "--error=possibly-unresolved-reference",
)
_FAULTS = ("check", "--isolated", "--no-cache", "--quiet", "--output-format=concise", "--target-version=py311")
_RULES = ("--select=E7,E9,F,W605", "--ignore=F401")
"""The rules of the project's own linter that are about faults; a frame imports more than a body needs."""


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
    faults = _said([_tool("ruff"), *_FAULTS, *_RULES, "."], folder)
    types = _said([_tool("ty"), *_TYPES, "."], folder)
    return None if types is None or faults is None else f"{types}\n{faults}"


def _said(command: list[str], folder: Path) -> str | None:
    environment = {"PATH": os.defpath, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    try:
        done = subprocess.run(
            command,
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


@cache
def _tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if not found:
        raise InlayError(f"the checker `{name}` is missing", hint=f"pip install {name}")
    return found
