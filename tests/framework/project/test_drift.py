"""`check` tells what people may change from what they may not."""

from dataclasses import replace
from pathlib import Path

import pytest

from inlay.errors import UsageError
from inlay.project.drift import Drift, drift_of, find_project, require_lock
from inlay.project.edits import edits_of
from inlay.project.lock import LOCK, render_lock
from inlay.project.objects import object_path
from inlay.project.tree import Tree, digest_of

RULE = "src/rules/discount.py"


def drift(project: Path) -> Drift:
    with Tree(project) as tree:
        return drift_of(tree, require_lock(tree))


def edit(project: Path, path: str, old: str, new: str) -> None:
    file = project / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_project_as_it_was_delivered_is_clean(project: Path) -> None:
    assert drift(project) == Drift()
    assert drift(project).clean


def test_a_missing_file_is_told(project: Path) -> None:
    (project / "README.md").unlink()
    assert drift(project) == Drift(missing=("README.md",))


def test_a_changed_file_of_the_renderer_is_told(project: Path) -> None:
    edit(project, "README.md", "shop", "store")
    assert drift(project) == Drift(changed=("README.md",))


def test_a_changed_body_is_an_edited_slot(project: Path) -> None:
    edit(project, RULE, ">= 100", "> 100")
    assert drift(project) == Drift(edited=("rules.discount",))


def test_a_change_beside_the_body_is_a_changed_file(project: Path) -> None:
    edit(project, RULE, "Ten percent", "Eleven percent")
    assert drift(project) == Drift(changed=(RULE,))


def test_a_missing_fence_is_damage(project: Path) -> None:
    edit(project, RULE, "    # endregion inlay:rules.discount\n", "")
    assert drift(project) == Drift(damaged=(RULE,))


def test_a_missing_or_damaged_pristine_copy_is_told(project: Path) -> None:
    readme, rule = (digest_of((project / path).read_bytes()) for path in ("README.md", RULE))
    (project / object_path(readme)).unlink()
    (project / object_path(rule)).write_bytes(b"")
    assert drift(project) == Drift(uncopied=("README.md", RULE))
    assert not drift(project).clean


def test_a_write_once_file_is_yours(project: Path) -> None:
    edit(project, "settings.py", "True", "False")
    assert drift(project) == Drift(yours=("settings.py",))
    assert drift(project).clean


def test_a_file_of_your_own_is_extra_and_no_fault_and_caches_are_not_seen(project: Path) -> None:
    (project / "notes.md").write_text("mine", encoding="utf-8")
    (project / ".git").mkdir()
    (project / ".git/HEAD").write_text("ref", encoding="utf-8")
    assert drift(project) == Drift(extra=("notes.md",))
    assert drift(project).clean


def test_a_stub_is_told(project_with_a_stub: Path) -> None:
    assert drift(project_with_a_stub) == Drift(stubs=("rules.discount",))


def test_a_body_that_was_taken_over_is_clean_until_it_is_edited_again(project: Path) -> None:
    edit(project, RULE, ">= 100", "> 100")
    body = b'return total * Decimal("0.1") if total > 100 else Decimal(0)'
    with Tree(project) as tree:
        lock = require_lock(tree)
        slot = replace(lock.slots["rules.discount"], state="edited", fill=digest_of(body))
        tree.write(LOCK, render_lock(replace(lock, slots={"rules.discount": slot})))
        tree.write(object_path(digest_of(body)), body)
    assert drift(project).clean
    edit(project, RULE, "> 100", "> 200")
    assert drift(project) == Drift(edited=("rules.discount",))


def test_a_damaged_pristine_copy_is_told(project: Path) -> None:
    edit(project, RULE, ">= 100", "> 100")
    with Tree(project) as tree:
        place = project / object_path(require_lock(tree).files[RULE].sha256)
    place.write_bytes(b"something else")
    with pytest.raises(UsageError, match="damaged"):
        drift(project)


def test_a_diff_shows_what_was_changed_and_nothing_else(project: Path) -> None:
    edit(project, "README.md", "shop", "store")
    with Tree(project) as tree:
        edits = edits_of(tree, require_lock(tree))
    assert edits == {"README.md": "--- delivered/README.md\n+++ yours/README.md\n@@ -1 +1 @@\n-# shop\n+# store\n"}


def test_the_project_of_a_file_is_the_nearest_folder_with_a_lock(project: Path) -> None:
    assert find_project(project / RULE) == project
    assert find_project(project / "src") == project


def test_a_place_in_no_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no inlay\.lock"):
        find_project(tmp_path)
