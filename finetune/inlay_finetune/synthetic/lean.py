"""Schemas with less to distract: fields that no slot of a record speaks of are left out of its schema.

A model that has to learn from nothing to look names up does so much sooner where there is little to look through;
the first shards of a training are therefore lean, and later ones are a mixture.
"""

from inlay_finetune.synthetic.dealing import NAME, Slots, renamed
from inlay_finetune.synthetic.dice import Dice

__all__ = ["leaned"]


def leaned(schema: str, slots: Slots, dice: Dice, keep: float) -> tuple[str, Slots]:
    """Drop the fields that no slot names, but for a share `keep`; number the reference tokens without gaps again."""
    used = set(NAME.findall("".join(text for slot in slots for text in slot)))
    pruned = _pruned(schema, used, dice, keep)
    names = list(dict.fromkeys(NAME.findall(pruned)))
    tokens = {name: f"<n{place}>" for name, place in zip(names, dice.some(range(len(names)), len(names)), strict=True)}
    return renamed(pruned, tokens), [_slot(slot, tokens) for slot in slots]


def _pruned(schema: str, used: set[str], dice: Dice, keep: float) -> str:
    head, *lines = schema.rstrip("\n").split("\n")
    fields = [line for line in lines if not line.startswith("=") and (_names(line) & used or dice.chance(keep))]
    needed = used.union(*(_names(line) for line in fields))
    kept = set(fields)
    blocks: list[list[str]] = []
    for line in lines:
        if line.startswith("="):
            blocks.append([line])
        elif line in kept:
            blocks[-1].append(line)
    shown = [block for block in blocks if len(block) > 1 or _names(block[0]) & needed]
    return "\n".join([head, *(line for block in shown for line in block)]) + "\n"


def _slot(slot: tuple[str, str], tokens: dict[str, str]) -> tuple[str, str]:
    own = dict.fromkeys(name for text in slot for name in NAME.findall(text) if name not in tokens)
    every = tokens | {name: f"<n{len(tokens) + place}>" for place, name in enumerate(own)}
    task, code = slot
    return renamed(task, every), renamed(code, every)


def _names(line: str) -> set[str]:
    return set(NAME.findall(line))
