"""A tree reaches what is inside its folder and nothing else."""

from pathlib import Path

import pytest

from inlay.errors import UnsafeRefused
from inlay.project.tree import Tree


def test_what_is_written_is_read_back_and_listed_in_order(tmp_path: Path) -> None:
    with Tree(tmp_path) as tree:
        tree.write("b/two.txt", b"2")
        tree.write("a.txt", b"1")
        assert tree.read("b/two.txt") == b"2"
        assert list(tree.files()) == ["a.txt", "b/two.txt"]


def test_a_missing_file_has_no_content_and_no_digest(tmp_path: Path) -> None:
    with Tree(tmp_path) as tree:
        assert tree.read("not/there") is None
        assert tree.digest("neither") is None


def test_a_folder_in_the_place_of_a_file_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "src" / "rule.py").mkdir(parents=True)

    with Tree(tmp_path) as tree, pytest.raises(UnsafeRefused, match="src/rule.py is no ordinary file"):
        tree.read("src/rule.py")


def test_a_script_can_be_executed_and_other_text_can_not(tmp_path: Path) -> None:
    with Tree(tmp_path) as tree:
        tree.write("run", b"#!/bin/sh\n")
        tree.write("read", b"text\n")
    assert (tmp_path / "run").stat().st_mode & 0o100
    assert not (tmp_path / "read").stat().st_mode & 0o100


def test_a_symlinked_folder_is_neither_written_nor_read_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret").write_text("s", encoding="utf-8")
    (inside / "link").symlink_to(outside)
    with Tree(inside) as tree:
        with pytest.raises(UnsafeRefused):
            tree.read("link/secret")
        with pytest.raises(UnsafeRefused):
            tree.write("link/new", b"x")
        assert list(tree.files()) == ["link"]
    assert not (outside / "new").exists()


def test_a_symlinked_file_is_neither_written_nor_read_through(tmp_path: Path) -> None:
    outside = tmp_path / "secret"
    outside.write_text("s", encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    with Tree(inside) as tree:
        with pytest.raises(UnsafeRefused):
            tree.read("link")
        with pytest.raises(UnsafeRefused):
            tree.write("link", b"x")
    assert outside.read_text(encoding="utf-8") == "s"


def test_a_symlink_is_no_root(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(UnsafeRefused):
        Tree(tmp_path / "link")


def test_a_removed_file_takes_its_empty_folders_with_it(tmp_path: Path) -> None:
    with Tree(tmp_path) as tree:
        tree.write("a/b/c", b"")
        tree.write("a/d", b"")
        tree.remove("a/b/c")
        tree.remove("a/b/c")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "d"]
