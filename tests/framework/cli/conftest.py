"""A small delivered project for commands that read one, and a home of one's own."""

from pathlib import Path

import pytest

from inlay.project.lock import LOCK, Lock, LockedFile, LockedSlot, render_lock
from inlay.project.objects import object_path
from inlay.project.tree import Tree, digest_of

RULE = b'''"""Twice."""


def doubled(n: int) -> int:
    """Twice the number."""
    # region inlay:rules.doubled
    return n * 2
    # endregion inlay:rules.doubled
'''
FILES = {"src/doubled.py": RULE, "README.md": b"# sums\n"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep journal and caches away from the machine's own."""
    monkeypatch.setenv("INLAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one slot, as it was delivered."""
    root = tmp_path / "sums"
    root.mkdir()
    lock = Lock(
        tool="inlay 0",
        inputs="0" * 64,
        spec=digest_of(b"inlay: 1\n"),
        spec_path="sums.yaml",
        template="tiny",
        template_digest="1" * 64,
        catalog_digest="2" * 64,
        files={
            path: LockedFile(
                owner="renderer",
                sha256=digest_of(data),
                slot="rules.doubled" if path.endswith(".py") else None,
                source=f"templates/tiny/{path}.j2",
            )
            for path, data in FILES.items()
        },
        slots={
            "rules.doubled": LockedSlot(
                kind="python-function",
                file="src/doubled.py",
                state="clean",
                sentence="Twice the number.",
                contract="doubled(n: int) -> int",
                spec_line=9,
                spec_column=3,
                fill=digest_of(b"return n * 2"),
                backend="fake",
            )
        },
    )
    with Tree(root) as tree:
        for path, data in FILES.items():
            tree.write(path, data)
            tree.write(object_path(digest_of(data)), data)
        tree.write(LOCK, render_lock(lock))
    return root
