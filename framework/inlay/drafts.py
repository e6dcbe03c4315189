"""Files written beside the place they are meant for, so that a full disk or a killed run spoils nothing there."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["draft_beside"]


@contextmanager
def draft_beside(path: Path, suffix: str = "") -> Iterator[Path]:
    """Give an empty hidden file in a file's folder; at the end it is gone, unless it was moved to its place."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=suffix, delete=False) as made:
        draft = Path(made.name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
