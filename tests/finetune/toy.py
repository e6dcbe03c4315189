"""Records of five patterns over random schemas of four fields: enough for a tiny model to learn, made in an instant."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

STARCODER = ("model.shape.family=starcoder", "model.shape.kv_heads=1", "adapter={rank: 4, alpha: 8}")
STARCODER2 = ("model.shape.family=starcoder2", "model.shape.kv_heads=1", "adapter={rank: 4, alpha: 8}")
"""What makes a tiny StarCoder of a tiny Llama's recipe."""

_ENTITIES = ("order", "claim", "parcel", "loan", "ticket", "room", "invoice", "stock")
_FIELDS = ("amount", "weight", "price", "fee", "age", "count", "score", "size", "delay", "rate", "limit", "points")


def _tasks(random_: random.Random, entity: str, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    parameter = names[entity]
    for _ in range(4):
        one, two = random_.sample([name for name in names if name != entity], 2)
        number = random_.randint(1, 99)
        first, second = f"{parameter}.{names[one]}", f"{parameter}.{names[two]}"
        yield random_.choice(
            [
                (f"Add {one} to {two}.", f"return {first} + {second}\n"),
                (f"The {one} less the {two}.", f"return {first} - {second}\n"),
                (f"Whether the {one} is above {number}.", f"return {first} > {number}\n"),
                (f"The {one} times {number}.", f"return {first} * {number}\n"),
                (f"The larger of {one} and {two}.", f"return max({first}, {second})\n"),
            ]
        )


def toy_records(count: int, seed: int) -> Iterator[dict[str, object]]:
    """Give records in the format of a shard."""
    random_ = random.Random(seed)
    for _ in range(count):
        entity, fields = random_.choice(_ENTITIES), random_.sample(_FIELDS, 4)
        tokens = random_.sample([f"<n{number}>" for number in range(12)], 5)
        names = dict(zip([entity, *fields], tokens, strict=True))
        schema = "<|schema|>\n" + "\n".join(f"{token} {name}" for name, token in names.items()) + "\n"
        tasks = [
            {"task": f"<|task|>\n{sentence}\n<|code|>\n", "code": code, "tags": [sentence.split()[0]]}
            for sentence, code in _tasks(random_, entity, names)
        ]
        yield {"schema": schema, "tasks": tasks}


def write_shard(path: Path, count: int, seed: int) -> Path:
    """Write a shard of toy records."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in toy_records(count, seed)), encoding="utf-8")
    return path
