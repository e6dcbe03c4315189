"""Records of a shard turned into trees of tokens."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError
from tokenizers import Tokenizer

from inlay.errors import UsageError
from inlay_finetune.tokenizer import END, REFERENCES

__all__ = ["Branch", "Record", "Task", "Tree", "read_records", "trees_of"]

Tokens = npt.NDArray[np.uint16]


class Task(BaseModel):
    """One thing asked of a schema: the text from `<|task|>` to `<|code|>`, and the code that answers it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    task: str
    code: str
    tags: tuple[str, ...] = ()


class Record(BaseModel):
    """One schema and the tasks that share it; a server would be asked `schema + task`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_text: str
    tasks: tuple[Task, ...]

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read one line of a shard, whose key for the schema is `schema`."""
        raw = json.loads(line)
        return cls.model_validate({"schema_text": raw.pop("schema", None), **raw})

    def texts(self) -> Iterator[str]:
        """Give the schema, then each task and its code."""
        yield self.schema_text
        for task in self.tasks:
            yield task.task
            yield task.code


@dataclass(frozen=True, slots=True)
class Branch:
    """The tokens of a task and its code; supervised are those from `prompt` on, and before it those at `links`."""

    tokens: Tokens
    prompt: int
    tags: tuple[str, ...] = ()
    links: tuple[int, ...] = ()

    @property
    def supervised(self) -> int:
        """The number of tokens that the loss is taken of."""
        return len(self.links) + len(self.tokens) - self.prompt


@dataclass(frozen=True, slots=True)
class Tree:
    """A schema and the branches that grow from it."""

    schema: Tokens
    branches: tuple[Branch, ...]

    def without_links(self) -> "Tree":
        """Give the tree with code alone supervised."""
        return Tree(self.schema, tuple(replace(branch, links=()) for branch in self.branches))

    def __len__(self) -> int:
        return len(self.schema) + sum(len(branch.tokens) for branch in self.branches)


def read_records(path: Path) -> Iterator[Record]:
    """Read a shard of JSON lines; a line that is no record is an error with its place."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield Record.parse(line.decode("utf-8"))
            except (ValueError, AttributeError, ValidationError) as fault:
                reason = str(fault).splitlines()[0]
                raise UsageError(f"{path}:{number}: not a record: {reason}") from fault


def _split(schema: Tokens, branches: Sequence[Branch], limit: int) -> Iterator[Tree]:
    held: list[Branch] = []
    size = len(schema)
    for branch in branches:
        if held and size + len(branch.tokens) > limit:
            yield Tree(schema, tuple(held))
            held, size = [], len(schema)
        held.append(branch)
        size += len(branch.tokens)
    if held:
        yield Tree(schema, tuple(held))


def _encode(tokenizer: Tokenizer, texts: list[str]) -> list[Tokens]:
    encoded = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    return [np.asarray(each.ids, dtype=np.uint16) for each in encoded]


def _links(schema: Tokens, task: Tokens, names: frozenset[int]) -> tuple[int, ...]:
    """Give the places in a task of reference tokens that the schema has shown, so can be told from the words before."""
    shown = names & set(schema.tolist())
    return tuple(place for place, token in enumerate(task.tolist()) if place and token in shown)


def trees_of(
    records: Sequence[Record], tokenizer: Tokenizer, *, limit: int, context: int, links: bool = False
) -> list[Tree]:
    """Tokenise records to trees of at most `limit` tokens where a single branch allows it.

    With `links` the schema links of a task are supervised too: to say which token names a word is what copying needs.

    A record with more tasks gives several trees. A branch that does not fit in `context` behind its schema is an error,
    because it could not be served either.
    """
    texts = [text for record in records for text in _texts(record)]
    parts = iter(_encode(tokenizer, texts))
    trees: list[Tree] = []
    ids = (tokenizer.token_to_id(text) for text in REFERENCES if text.startswith("<n"))
    names = frozenset(token for token in ids if token is not None)
    for record in records:
        schema = next(parts)
        branches = []
        for task in record.tasks:
            prompt, code = next(parts), next(parts)
            if len(schema) + len(prompt) + len(code) > context:
                raise UsageError(
                    f"a task needs {len(schema) + len(prompt) + len(code)} tokens and the context holds {context}",
                    hint=f"it begins {task.task[:80]!r}",
                )
            linked = _links(schema, prompt, names) if links else ()
            branches.append(Branch(np.concatenate([prompt, code]), len(prompt), task.tags, linked))
        trees.extend(_split(schema, branches, limit))
    return trees


def _texts(record: Record) -> Iterator[str]:
    yield record.schema_text
    for task in record.tasks:
        yield task.task
        yield task.code + END
