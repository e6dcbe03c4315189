"""A small delivered project, made by hand."""

from pathlib import Path

import pytest

from inlay.project.lock import LOCK, GateRecord, Lock, LockedFile, LockedSlot, TestRecord, render_lock
from inlay.project.objects import object_path
from inlay.project.tree import Tree, digest_of

RULE = b'''"""The discount of an order."""

from decimal import Decimal


def discount(total: Decimal) -> Decimal:
    """Ten percent from 100."""
    # region inlay:rules.discount
    return total * Decimal("0.1") if total >= 100 else Decimal(0)
    # endregion inlay:rules.discount
'''
BODY = b'return total * Decimal("0.1") if total >= 100 else Decimal(0)'
FILES = {"src/rules/discount.py": RULE, "README.md": b"# shop\n", "settings.py": b"DEBUG = True\n"}
SPEC = b"inlay: 1\n"


def lock_of(state: str = "clean") -> Lock:
    owners = {"settings.py": "write-once"}
    slots = {"src/rules/discount.py": "rules.discount"}
    return Lock(
        tool="inlay 0",
        inputs="0" * 64,
        spec=digest_of(SPEC),
        spec_path="shop.yaml",
        template="tiny",
        template_digest="1" * 64,
        catalog_digest="2" * 64,
        files={
            path: LockedFile(
                owner=owners.get(path, "renderer"),  # type: ignore[arg-type]
                sha256=digest_of(data),
                slot=slots.get(path),
                source=f"templates/tiny/files/{path}.j2",
            )
            for path, data in FILES.items()
        },
        slots={
            "rules.discount": LockedSlot(
                kind="python-function",
                file="src/rules/discount.py",
                state=state,  # type: ignore[arg-type]
                sentence="Ten percent from 100.",
                contract="discount(total: decimal) -> decimal",
                spec_line=7,
                spec_column=3,
                fill=digest_of(BODY) if state == "clean" else None,
                backend="fake",
                model="3" * 64,
                prompt="python-function@1",
                prompt_digest="4" * 64,
                parameters={"greedy": True},
                attempts=2,
                gates=(GateRecord(name="syntax", version="1"), GateRecord(name="examples", version="2")),
                tests=(TestRecord(path="tests/rules/test_discount.py", count=3),),
            )
        },
    )


def plant_project(root: Path, lock: Lock) -> None:
    with Tree(root) as tree:
        for path, data in FILES.items():
            tree.write(path, data)
        for data in (*FILES.values(), BODY, SPEC):
            tree.write(object_path(digest_of(data)), data)
        tree.write(LOCK, render_lock(lock))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    plant_project(root, lock_of())
    return root


@pytest.fixture
def project_with_a_stub(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    plant_project(root, lock_of("stub"))
    return root
