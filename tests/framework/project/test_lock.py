"""A lock says the same for the same content, and a damaged one is told."""

import json
from pathlib import Path

import pytest

from inlay.errors import UsageError
from inlay.project.lock import LOCK, read_lock, render_lock
from inlay.project.tree import Tree


def test_a_lock_is_read_as_it_was_written(project: Path) -> None:
    with Tree(project) as tree:
        lock = read_lock(tree)
        assert lock is not None
        assert render_lock(lock) == tree.read(LOCK)


def test_a_lock_is_sorted_and_ends_with_a_newline(project: Path) -> None:
    text = (project / LOCK).read_text(encoding="utf-8")
    content = json.loads(text)
    assert list(content) == sorted(content)
    assert list(content["files"]) == ["README.md", "settings.py", "src/rules/discount.py"]
    assert content["lock_version"] == 1
    assert text.endswith("}\n")


def test_a_folder_without_a_lock_has_none(tmp_path: Path) -> None:
    with Tree(tmp_path) as tree:
        assert read_lock(tree) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no lock"),
        ("{}", "is no lock"),
        ("[]", "is no lock"),
        ('{"lock_version": 2}', "lock_version 2"),
        ('{"lock_version": 1}', "is no lock: tool"),
        ("<<<<<<< yours", "is no lock"),
    ],
)
def test_a_text_that_is_no_lock_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / LOCK).write_text(text, encoding="utf-8")
    with Tree(tmp_path) as tree, pytest.raises(UsageError, match=said):
        read_lock(tree)
