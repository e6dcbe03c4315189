"""An endless stream of steps over a folder of shards that may grow while it is read, in an order fixed by a seed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from inlay.errors import UsageError
from inlay_finetune.packing.batches import in_batches
from inlay_finetune.packing.records import Tree, read_records, trees_of

__all__ = ["Cursor", "Shards", "shards_in"]

_BOUNDARY_SAMPLE = 8


def shards_in(folder: Path) -> list[Path]:
    """Give the shards of a folder by name; none is an error."""
    found = sorted(folder.glob("*.jsonl"))
    if not found:
        raise UsageError(f"there is no shard (*.jsonl) in {folder}")
    return found


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a stream stands: `taken` steps of shard `current`, the shards of `done` before it, in this epoch."""

    epoch: int = 0
    done: tuple[str, ...] = ()
    current: str = ""
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards `*.jsonl` of a folder; a shard must appear there whole, by a rename."""

    folder: Path
    tokenizer: Tokenizer = field(repr=False)
    seed: int
    step_tokens: int
    tree_tokens: int
    context: int
    links: bool = False

    def _digest(self, epoch: int, name: str) -> bytes:
        return hashlib.sha256(f"{self.seed}/{epoch}/{name}".encode()).digest()

    def _next(self, cursor: Cursor) -> Cursor:
        present = {path.name for path in shards_in(self.folder)}
        epoch, done = cursor.epoch, (*cursor.done, cursor.current) if cursor.current else cursor.done
        if present <= set(done):
            epoch, done = epoch + 1, ()
        # The first time through, shards come in the order of their names, so that data may begin with what is easy.
        chosen = min(present - set(done), key=lambda name: (self._digest(epoch, name) if epoch else b"", name))
        return Cursor(epoch, done, chosen)

    def _steps(self, cursor: Cursor) -> list[list[Tree]]:
        path = self.folder / cursor.current
        records = list(read_records(path))
        for record in records[:_BOUNDARY_SAMPLE]:
            _check_boundary(self.tokenizer, path, record.schema_text, [task.task for task in record.tasks])
        trees = trees_of(records, self.tokenizer, limit=self.tree_tokens, context=self.context, links=self.links)
        if not trees:
            raise UsageError(f"{path} holds no task")
        seed = int.from_bytes(self._digest(cursor.epoch, cursor.current)[8:16], "big")
        order = np.random.default_rng(seed).permutation(len(trees))
        return list(in_batches((trees[index] for index in order), self.step_tokens))

    def stream(self, cursor: Cursor) -> Iterator[tuple[list[Tree], Cursor]]:
        """Give the trees of step after step, each with the cursor from which the step behind it is read."""
        while True:
            if not cursor.current:
                cursor = self._next(cursor)
            steps = self._steps(cursor)
            for taken in range(cursor.taken, len(steps)):
                cursor = Cursor(cursor.epoch, cursor.done, cursor.current, taken + 1)
                yield steps[taken], cursor
            cursor = self._next(cursor)


def _check_boundary(tokenizer: Tokenizer, path: Path, schema: str, tasks: list[str]) -> None:
    """Refuse data whose schema and task, read as one text by a server, would give other tokens than in training."""
    parts = tokenizer.encode(schema, add_special_tokens=False).ids
    for task in tasks:
        apart = parts + tokenizer.encode(task, add_special_tokens=False).ids
        if tokenizer.encode(schema + task, add_special_tokens=False).ids != apart:
            raise UsageError(
                f"{path}: schema and task do not meet at a token boundary: {task[:40]!r}",
                hint="let every task begin with a special token such as <|task|>",
            )
