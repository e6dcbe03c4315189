"""Every line can be explained from the lock alone."""

from pathlib import Path

import pytest

from inlay.errors import UsageError
from inlay.project.drift import require_lock
from inlay.project.origin import explain, origin_of, read_place
from inlay.project.tree import Tree

RULE = "src/rules/discount.py"


def why(project: Path, path: str, line: int) -> dict[str, str]:
    with Tree(project) as tree:
        return explain(require_lock(tree), origin_of(tree, path, line))


def test_a_line_of_the_renderer_names_its_template_and_source(project: Path) -> None:
    assert why(project, RULE, 6) == {
        "line": f"{RULE}:6",
        "text": "def discount(total: Decimal) -> Decimal:",
        "owner": "renderer",
        "template": "tiny (111111111111)",
        "source": f"templates/tiny/files/{RULE}.j2",
    }


def test_a_line_of_a_slot_names_everything_behind_its_body(project: Path) -> None:
    said = why(project, RULE, 9)
    assert said["owner"] == "the slot"
    assert said["slot"] == "rules.discount (python-function, clean)"
    assert said["spec"] == "shop.yaml:7:3"
    assert said["sentence"] == "Ten percent from 100."
    assert said["contract"] == "discount(total: decimal) -> decimal"
    assert said["prompt"] == "python-function@1 (444444444444)"
    assert said["model"] == "fake (333333333333)"
    assert said["attempts"] == "2"
    assert said["gates"] == "syntax@1, examples@2"
    assert said["tests"] == "tests/rules/test_discount.py (3)"


@pytest.mark.parametrize("line", [8, 10])
def test_the_fences_belong_to_the_renderer(project: Path, line: int) -> None:
    assert why(project, RULE, line)["owner"] == "renderer"


def test_an_edited_file_says_so(project: Path) -> None:
    (project / "README.md").write_text("# store\n", encoding="utf-8")
    assert "edited since" in why(project, "README.md", 1)["note"]


def test_a_file_of_your_own_says_so(project: Path) -> None:
    (project / "notes.md").write_text("mine\n", encoding="utf-8")
    assert why(project, "notes.md", 1)["owner"] == "you"


@pytest.mark.parametrize(("path", "line"), [("missing.py", 1), ("README.md", 2)])
def test_a_place_that_is_not_there_is_told(project: Path, path: str, line: int) -> None:
    with pytest.raises(UsageError):
        why(project, path, line)


@pytest.mark.parametrize("text", ["file.py", "file.py:", ":3", "file.py:0", "file.py:x", ""])
def test_a_text_that_is_no_place_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="is no place"):
        read_place(text)


@pytest.mark.parametrize("path", ["inlay.lock", ".inlay/objects/0"])
def test_what_inlay_keeps_is_not_taken_for_yours(project: Path, path: str) -> None:
    with pytest.raises(UsageError, match="what inlay keeps"):
        why(project, path, 1)
