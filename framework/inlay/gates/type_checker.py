"""Keeps ty and ruff warm and gives the first complaint of the two about each of many modules."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path

from inlay.errors import InlayError
from inlay.gates.language_server import Finding, GaveUp, LanguageServer
from inlay.once import OncePerProcess

__all__ = ["complaints", "warm_checkers"]

_SECONDS = 60.0
_WARNING = 2
_TYPES = """
[environment]
python-version = "3.11"
[rules]
possibly-unresolved-reference = "error"
"""
# The rules of the project's own linter that are about faults; a frame imports more than a body needs,
# and a name may be as short as its author likes, as in the project.
_FAULTS = """
target-version = "py311"
[lint]
select = ["E7", "E9", "F", "W605"]
ignore = ["F401", "E741"]
"""
# What a linter advises for a module may be nothing for a body, which has no functions of its own.
_FOR_A_BODY = {
    "Do not assign a `lambda` expression, use a `def`": "a lambda gets no name; write it where it is used, as in key=",
}
_WARMING = "from datetime import date\nfrom decimal import Decimal\n\n\nONE: Decimal = sum([Decimal(1)], Decimal(0))\n"


def complaints(modules: Sequence[str], *, first_line: int) -> list[str]:
    """Give for each module its first complaint in words, or nothing; lines count from behind `first_line`.

    A module that the checker cannot get through is complained about too: nobody has checked it.
    """
    if not modules:
        return []
    found = _all(modules)
    alone = found if found is not None else [(_all([module]) or [None])[0] for module in modules]
    return ["the type checker gives up on it" if finding is None else _said(finding, first_line) for finding in alone]


def warm_checkers() -> None:
    """Start both checkers, so that they are ready by the time a first candidate is."""
    _checkers()


def _said(findings: list[Finding], first_line: int) -> str:
    if not findings:
        return ""
    message = findings[0].message
    return f"line {findings[0].line - first_line}: {_FOR_A_BODY.get(message, message)}"


def _all(modules: Sequence[str]) -> list[list[Finding] | None] | None:
    """Give the findings about each module, those of ty first, or None when a checker gave up."""
    types, faults = _checkers()
    try:
        typed = types.findings(modules)
        linted = faults.findings(modules)
    except GaveUp:
        _checkers.close()
        return None
    grave = [[finding for finding in findings if finding.severity <= _WARNING] for findings in typed]
    return [first + second for first, second in zip(grave, linted, strict=True)]


@OncePerProcess
@contextmanager
def _checkers() -> Iterator[tuple[LanguageServer, LanguageServer]]:
    """Open the checkers of this process: a fork of it has no thread that reads what its parent's say."""
    folder = Path(tempfile.mkdtemp(prefix="inlay-types-"))
    with ExitStack() as opened:
        opened.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "ty.toml").write_text(_TYPES, encoding="utf-8")
        (folder / "ruff.toml").write_text(_FAULTS, encoding="utf-8")
        types, faults = (opened.enter_context(closing(_started(name, folder))) for name in ("ty", "ruff"))
        yield types, faults


def _started(name: str, folder: Path) -> LanguageServer:
    environment = {"PATH": os.defpath, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    tool = _tool(name)
    try:
        return LanguageServer([tool, "server"], folder, environment, warming=_WARMING, seconds=_SECONDS)
    except GaveUp as fault:
        hint = f"does it have enough memory? `{tool} --version` should answer"
        raise InlayError(f"the checker `{name}` does not start: {fault}", hint=hint) from fault


@cache
def _tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if not found:
        raise InlayError(f"the checker `{name}` is missing", hint=f"pip install {name}")
    return found
