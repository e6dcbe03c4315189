"""Running a project's own checks behind the sandbox's walls, side by side."""

import re
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from inlay.build.options import Options
from inlay.build.report import CheckReport, Progress
from inlay.catalog import Check, Template
from inlay.errors import InlayError
from inlay.resources import cache_folder
from inlay.sandbox import run_command
from inlay.sandbox.probing import required_tier

__all__ = ["ChecksFailed", "require_passed", "require_walls", "run_checks"]

TIMEOUT = 600.0
AT_ONCE = 4
READERS = frozenset(["mypy", "ruff"])
"""Tools that read a project and run none of its code, so that they may keep a cache from one run to the next."""


_PATH = re.compile(r"[^\s:\"'(),]+")
_REFUSED = "`inlay journal list` shows what the slots were filled with"
_OUT_OF_TIME = "this machine was too busy; run the same command again, accepted bodies are not asked for twice"


class ChecksFailed(InlayError):
    """The project's own checks said no, so it was not delivered."""

    def __init__(self, failed: Sequence[CheckReport], yours: Collection[str] = (), hint: str = "") -> None:
        names = ", ".join(check.name for check in failed)
        output = "\n\n".join(f"--- {check.name}\n{check.output.rstrip()}" for check in failed)
        super().__init__(
            f"the project's own checks failed ({names}); nothing was written\n{output}",
            hint=_OUT_OF_TIME if any(check.timed_out for check in failed) else hint or _what_to_do(failed, yours),
        )
        self.checks = tuple(failed)


def run_checks(template: Template, project: Path, options: Options, progress: Progress) -> tuple[CheckReport, ...]:
    """Run every check of the template over a project."""
    progress.stage("check", len(template.checks))

    def one(check: Check) -> CheckReport:
        report = _run(check, project, options)
        progress.check(report)
        return report

    return tuple(_side_by_side(one, template.checks))


def require_walls(options: Options) -> None:
    """Refuse now what would be refused later; it also tries the walls out before several threads use them."""
    required_tier(options.walls)


def require_passed(checks: Sequence[CheckReport], yours: Collection[str] = (), hint: str = "") -> None:
    """Raise `ChecksFailed` with the output of every check that said no.

    `yours` are the files that people wrote in; `hint` says what to do where the caller knows it better.
    """
    failed = [check for check in checks if not check.passed]
    if failed:
        raise ChecksFailed(failed, yours, hint)


def _what_to_do(failed: Sequence[CheckReport], yours: Collection[str]) -> str:
    said = set(_PATH.findall("\n".join(check.output for check in failed)))
    named = sorted(path for path in yours if any(word == path or word.endswith(f"/{path}") for word in said))
    if not named:
        return _REFUSED
    return f"they speak of files that you wrote in ({', '.join(named)}): mend them and run the same command again"


def _side_by_side(one: Callable[[Check], CheckReport], checks: Sequence[Check]) -> list[CheckReport]:
    pool = ThreadPoolExecutor(max_workers=AT_ONCE)
    try:
        return list(pool.map(one, checks))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _run(check: Check, project: Path, options: Options) -> CheckReport:
    argv = ["python" if word == "{python}" else word for word in check.command]
    start = time.perf_counter()
    result = run_command(argv, project=project, timeout=TIMEOUT, tier=options.walls, cache=_cache(argv))
    output = f"{result.output}\n(stopped after {TIMEOUT:.0f} s)" if result.timed_out else result.output
    return CheckReport(
        name=check.name,
        passed=result.exit_code == 0,
        output=output if output.strip() or not result.exit_code else f"(no output, exit code {result.exit_code})\n",
        seconds=time.perf_counter() - start,
        walls=result.tier.name,
        timed_out=result.timed_out,
    )


def _cache(argv: Sequence[str]) -> Path | None:
    tool = argv[2] if list(argv[:2]) == ["python", "-m"] and len(argv) > 2 else ""
    if tool not in READERS:
        return None
    folder = cache_folder() / "tools" / tool
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder
