"""A project's own command (its tests, its checks) run behind the walls on a scratch copy."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from inlay.sandbox.base import CommandResult, TierName

__all__ = ["run_command"]


def run_command(
    argv: Sequence[str],
    *,
    project: Path,
    writable: bool = True,
    timeout: float = 120.0,
    env: Mapping[str, str] | None = None,
    tier: TierName = "bubblewrap",
) -> CommandResult:
    """Run a command over a copy of the project at /project, with the running interpreter's environment and no network.

    `argv[0]` may be `python`, or a program of the environment's own `bin` (`ruff`, `mypy`, `pytest`). The host's
    folder is never written: with `writable` the command may change its copy, which is thrown away.
    """
    raise NotImplementedError
