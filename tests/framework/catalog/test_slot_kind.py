"""A slot kind is data, and what in it is misspelt is told with its place before any body is judged."""

import re
import shutil
from pathlib import Path

import pytest

from inlay.catalog.slot_kind import load_slot_kind, read_slot_kind
from inlay.errors import CatalogInvalid

KINDS = ("python-function", "sql-query")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(load_slot_kind("python-function").folder, tmp_path / "python-function")
    return tmp_path / "python-function"


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("max_characters", "max_charcters", r"settings\.syntax\.max_charcters: this key is not known here"),
        ("max_characters: 6000", "max_characters: lots", r"settings\.syntax\.max_characters: input should be a valid"),
        ("  syntax:", "  sytnax:", r"settings\.syntax: field required"),
        ("settings:\n", "settings:\n  sytnax: {most: 1}\n", r"settings for sytnax, which is none of the gates"),
        ("  builtins:", "  builtin:", r"allow\.builtin: this key is not known here"),
        (
            "  builtins:\n    [abs",
            "  builtins: sum map\n  casts:\n    [abs",
            r"allow\.builtins: input should be a valid",
        ),
        ("language: python", "language: cobol", r"language: input should be 'python' or 'sql'"),
        ("gates: [syntax", "gates: [syntax, syntax", r"`gates` names syntax twice"),
        (
            "settings:\n",
            "settings:\n  engines: {required: true}\n",
            r"settings for engines, which is none",
        ),
        ("allow:\n", "allow: {}\nmore:\n", r"more: this key is not known here"),
    ],
)
def test_a_misspelt_setting_is_an_error_with_its_place(folder: Path, written: str, instead: str, fault: str) -> None:
    path = folder / "slot.yaml"
    text = path.read_text()
    assert written in text
    path.write_text(text.replace(written, instead, 1))

    with pytest.raises(CatalogInvalid, match=rf"slot\.yaml:\d+:\d+: (there are )?{fault}") as caught:
        read_slot_kind(folder)
    assert caught.value.exit_code == 2


def test_a_kind_that_allows_nothing_is_an_error(folder: Path) -> None:
    path = folder / "slot.yaml"
    path.write_text(re.sub(r"(?s)^allow:.*", "allow: {}\n", path.read_text(), flags=re.MULTILINE))

    with pytest.raises(CatalogInvalid, match="`allow` lacks builtins and members"):
        read_slot_kind(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_kinds_are_read_as_they_are_written(kind: str) -> None:
    found = load_slot_kind(kind)

    assert found.settings["syntax"] == {"max_characters": 6000}
    assert all(isinstance(names, list | dict) and names for names in found.allow.values())
