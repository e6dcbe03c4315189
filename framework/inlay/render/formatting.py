"""The last touch on rendered files: unused imports go, the rest is sorted and laid out by the project's formatter."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from inlay.errors import CatalogInvalid, Fault, UsageError

__all__ = ["tidy"]

_CONFIGURATION = "pyproject.toml"
# Imports that go leave a trailing comma behind, which would hold the others apart: so they go first.
_UNUSED = "F401"
_UNPARSED = re.compile(r"Failed to parse (\S+?):\d")
_LAYOUT = "I001,RUF022,UP034,W291,W293"


def tidy(files: Mapping[str, str], made_of: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Give the same files with the Python ones in the layout that their own `pyproject.toml` asks for.

    All files go through the formatter in one run. What is not Python comes back as it is. `made_of` names the text
    that each file is made of: it is there that broken Python is mended.
    """
    python = {path: content for path, content in files.items() if path.endswith(".py")}
    with tempfile.TemporaryDirectory(prefix="inlay-render-") as name:
        folder = Path(name)
        for path, content in python.items() | {(_CONFIGURATION, files.get(_CONFIGURATION, ""))}:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
        for rules in (_UNUSED, _LAYOUT):
            _ruff(folder, made_of, "check", "--fix-only", "--select", rules, ".")
        _ruff(folder, made_of, "format", ".")
        return {path: (folder / path).read_text(encoding="utf-8") if path in python else files[path] for path in files}


def _ruff(folder: Path, made_of: Mapping[str, str], *arguments: str) -> None:
    command = [str(_executable()), *arguments, "--no-cache", "--config", _CONFIGURATION]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, env={"PATH": os.defpath}, check=False
    )
    if done.returncode != 0:
        message = " ".join((done.stderr or done.stdout).split())[:400]
        path = _UNPARSED.search(message)
        file = made_of.get(path[1], "template") if path else "template"
        raise CatalogInvalid((Fault(file=file, line=1, column=1, message=f"rendered Python is broken: {message}"),))


def _executable() -> Path:
    scripts = [str(Path(sys.executable).parent), sysconfig.get_path("scripts"), os.defpath]
    found = shutil.which("ruff", path=os.pathsep.join(scripts))
    if not found:
        raise UsageError("ruff is not beside this Python", hint="install inlay again, or `pip install ruff`")
    return Path(found)
