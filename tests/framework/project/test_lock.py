"""A lock says the same for the same content, and a damaged one is told."""

import json
import re
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
        ('{"lock_version": 1, "tool": "a", "tool": "b"}', "tool stands twice"),
        ("[" * 100_000, "is no lock"),
    ],
)
def test_a_text_that_is_no_lock_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / LOCK).write_text(text, encoding="utf-8")
    with Tree(tmp_path) as tree, pytest.raises(UsageError, match=said):
        read_lock(tree)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("files", "src/rules/discount.py"), None, "slots.rules.discount.file: src/rules/discount.py is no file with"),
        (("slots", "rules.discount"), None, "files.src/rules/discount.py.slot: there is no slot rules.discount"),
        (("slots", "rules.discount", "file"), "README.md", "slots.rules.discount.file: README.md is no file with"),
        (("files", "README.md", "slot"), "rules.other", "files.README.md.slot: there is no slot rules.other"),
    ],
)
def test_a_slot_that_a_merge_has_torn_from_its_file_is_told(
    project: Path, path: tuple[str, ...], value: str | None, said: str
) -> None:
    content = json.loads((project / LOCK).read_text(encoding="utf-8"))
    *way, last = path
    place = content
    for part in way:
        place = place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    (project / LOCK).write_text(json.dumps(content), encoding="utf-8")

    with Tree(project) as tree, pytest.raises(UsageError, match=re.escape(said)):
        read_lock(tree)
