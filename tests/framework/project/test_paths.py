"""No name that a template renders leads out of the project, or breaks it on another system."""

import pytest

from inlay.errors import UnsafeRefused
from inlay.project.paths import check_path, check_paths


@pytest.mark.parametrize("path", ["README.md", "src/orders/rules/order_total.py", ".inlay/objects/00ff", ".gitignore"])
def test_an_ordinary_path_is_given_back(path: str) -> None:
    assert check_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../../b",
        "a//b",
        "a/./b",
        "a/",
        "C:/x",
        "a\\b",
        "a\x00b",
        "a\nb",
        "a\u202eb",
        "cafe\u0301.py",
        "con",
        "src/AUX.py",
        "lpt1.txt",
        "end.",
        "end ",
        "what?",
        ".git/hooks/pre-commit",
        "sub/.GIT/config",
        "x" * 241,
    ],
)
def test_a_path_that_is_no_plain_name_inside_the_project_is_refused(path: str) -> None:
    with pytest.raises(UnsafeRefused):
        check_path(path)


@pytest.mark.parametrize(
    "paths",
    [("Makefile", "makefile"), ("a/x", "A/y"), ("stra\u00dfe", "strasse"), ("a", "a/b"), ("a/b", "a"), ("x", "x")],
)
def test_paths_that_meet_where_case_is_ignored_are_refused(paths: tuple[str, str]) -> None:
    with pytest.raises(UnsafeRefused):
        check_paths(paths)


def test_paths_that_share_folders_are_accepted() -> None:
    check_paths(["src/a.py", "src/b.py", "src/inner/a.py", "a.py"])
