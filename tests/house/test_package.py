"""House rules for what is installed: whole data, three import names, true entry points, a light `--help`."""

import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
DATA = ("templates", "slots", "prompt_registry")
IMPORT_NAMES = {"inlay", "inlay_finetune", "inlay_eval"}
HEAVY = (
    "torch",
    "transformers",
    "llama_cpp",
    "sqlglot",
    "tree_sitter",
    "hypothesis",
    "httpx",
    "jinja2",
    "numpy",
)
CHECKOUT_NOISE = {".DS_Store", "__pycache__"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def shipped() -> set[str]:
    return {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}


@pytest.mark.parametrize("folder", DATA)
def test_the_wheel_ships_every_file_of_a_data_folder(folder: str) -> None:
    held = {
        f"inlay/_data/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not CHECKOUT_NOISE.intersection(path.parts)
    }
    assert held <= shipped()
    assert held or not any((ROOT / folder).iterdir())


def test_the_wheel_adds_exactly_three_import_names() -> None:
    assert {path.split("/")[0] for path in shipped()} == IMPORT_NAMES


def test_no_python_file_lies_in_the_data() -> None:
    assert [path for folder in DATA for path in (ROOT / folder).rglob("*.py")] == []


def test_every_entry_point_names_something_that_can_be_imported() -> None:
    groups = {"console_scripts": PROJECT["scripts"], **PROJECT.get("entry-points", {})}
    for group, entries in groups.items():
        for name, value in entries.items():
            module, _, attribute = value.partition(":")
            assert hasattr(import_module(module), attribute), f"{group}: {name} = {value}"


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9-]", requirement)[0].lower()


def test_requirements_are_sorted_and_have_a_floor() -> None:
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    for requirements in lists:
        assert requirements == sorted(requirements, key=name_of)
        assert all("=" in requirement for requirement in requirements)


@pytest.mark.parametrize("words", [["--help"], ["new", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    script = (
        "import sys; from inlay.cli.app import run\n"
        "code = run(sys.argv[1:])\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.exit(f'imported: {loaded}' if loaded else code)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "framework")}
    done = subprocess.run([sys.executable, "-c", script, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
