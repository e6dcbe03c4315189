"""Command groups of other packages, found by the entry-point group `inlay.commands`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from inlay.cli.output import say

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["add_plugins"]

GROUP = "inlay.commands"
_FOLLOWED_BY_A_VALUE = {"--catalog"}


def add_plugins(app: typer.Typer, words: Sequence[str]) -> None:
    """Add the groups of other packages, unless the command line names a command of inlay's own."""
    own = _own_names(app)
    wanted = _command(words)
    if wanted in own:
        return
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name in own:
            say(f"warning: the command group `{entry.name}` of {_owner(entry)} is left out: inlay has that name itself")
        elif wanted in (None, entry.name):
            _add(app, entry)
            own.add(entry.name)


def _command(words: Sequence[str]) -> str | None:
    """Give the first word that is neither an option of `inlay` itself nor the value of one."""
    before = ("", *words)
    named = (word for last, word in zip(before, words, strict=False) if last not in _FOLLOWED_BY_A_VALUE)
    return next((word for word in named if not word.startswith("-")), None)


def _own_names(app: typer.Typer) -> set[str]:
    commands = {info.name for info in app.registered_commands}
    groups = {info.typer_instance.info.name for info in app.registered_groups if info.typer_instance}
    return {name for name in commands | groups if isinstance(name, str)}


def _add(app: typer.Typer, entry: "EntryPoint") -> None:
    try:
        group = entry.load()
    except ImportError as error:
        say(f"warning: the command group `{entry.name}` of {_owner(entry)} does not load: {error}")
        return
    app.add_typer(group, name=entry.name)


def _owner(entry: "EntryPoint") -> str:
    return entry.dist.name if entry.dist else entry.value
