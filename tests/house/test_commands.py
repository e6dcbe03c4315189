"""House rules for the commands: each answers people and programs."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from inlay.cli.output import Format

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GROUPS = {"inlay": "inlay.cli.app:app", **PROJECT["entry-points"]["inlay.commands"]}


def commands_of(command: object, *names: str) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from commands_of(below, *names, name)
    else:
        assert isinstance(command, TyperCommand)
        yield " ".join(names), command


def every_command() -> dict[str, TyperCommand]:
    roots = ((name, get_command(EntryPoint(name, place, "").load())) for name, place in GROUPS.items())
    return {words: command for name, root in roots for words, command in commands_of(root, name)}


COMMANDS = every_command()


def test_the_groups_of_all_packages_are_walked() -> None:
    assert {"inlay new", "inlay prompt list", "finetune data slots", "finetune train", "eval run"} <= COMMANDS.keys()


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_takes_an_output_format(words: str) -> None:
    defaults = [option.default for option in COMMANDS[words].params if "--output-format" in option.opts]
    assert defaults == [Format.text]


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_shows_its_help(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    COMMANDS[words].main(["--help"], standalone_mode=False)
    assert "--output-format" in capsys.readouterr().out


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_no_help_holds_a_bracket_which_would_be_read_as_markup(words: str) -> None:
    options = [option for option in COMMANDS[words].params if isinstance(option, TyperOption | TyperArgument)]
    assert [option.name for option in options if "[" in (option.help or "")] == []
    assert "[" not in (COMMANDS[words].help or "")
