"""Pairs for slots: generated sentences and bodies, asked by the prompt files that serve and read back as answers are.

A body that the reader of answers would not give back exactly is left out: a model could be trained on it and never
be understood.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inlay.contract import Contract, reachable
from inlay.errors import UsageError
from inlay.prompts.layout import laid_out
from inlay.prompts.local_names import name_locals
from inlay.prompts.prompt import Prompt
from inlay.prompts.registry import load_prompt
from inlay.slot import Slot
from inlay_finetune.data.answers import readable_answer
from inlay_finetune.data.fim import Layout, Parts, arranged, layout_named, text_of
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Answer, Chat, Text, Turn
from inlay_finetune.synthetic.dice import SPLITS, Dice, Split, hash_of
from inlay_finetune.synthetic.draft import Draft, plain, to_contract
from inlay_finetune.synthetic.generate import drafts, records
from inlay_finetune.synthetic.noise import reworded
from inlay_finetune.synthetic.world import World, sample_world

__all__ = ["slot_pairs"]

_KINDS = ("python-function", "sql-query")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Settings:
    """Which prompts ask, and what is held out; `layout` marks the hole of the style `infill`."""

    style: Literal["instruct", "infill"]
    split: Split
    version: str
    seed: int
    layout: Layout | None


def _compact(count: int, split: Split, version: str, seed: int, ledger: Ledger) -> Iterator[Answer]:
    """Give pairs in the style of the embedded model, from the records that it is trained on."""
    given, labels = 0, ", ".join(_label(load_prompt(kind, version, "compact")) for kind in _KINDS)
    for record in records(seed, split, version=version):
        for task in record["tasks"]:
            if given == count:
                return
            given += 1
            ledger.keep()
            about = {"tags": task["tags"], "prompt": labels}
            yield Answer(prompt=record["schema"] + task["task"], completion=task["code"], about=about)


def _label(prompt: Prompt) -> str:
    return f"{prompt.file.front.name}@{prompt.file.front.version}"


def _asked(count: int, settings: _Settings, ledger: Ledger) -> Iterator[Chat | Text]:
    """Give pairs of a chat prompt or of a hole in a module; every pair is read back before it is given."""
    dice = Dice(settings.seed, settings.split)
    prompts = {kind: load_prompt(kind, settings.version, settings.style) for kind in _KINDS}
    given = 0
    while given < count:
        world = sample_world(Dice(dice.seed(), settings.split))
        kind = "sql-query" if dice.chance(0.42) else "python-function"
        for pattern, draft in drafts(world, kind, dice.between(2, 5)):
            if given == count:
                return
            asked, slot = _slot(draft, world, dice)
            tags = [pattern.name, *asked.tags]
            sample = _sample(slot, _named(asked.body, slot.contract), prompts[kind], settings, tags, dice.seed())
            if sample is None:
                ledger.drop(pattern.name, "not read back as it was written")
                continue
            given += 1
            ledger.keep()
            ledger.notes[kind] += 1
            yield sample


def _slot(draft: Draft, world: World, dice: Dice) -> tuple[Draft, Slot]:
    """Give a draft reworded, and its slot: a rule sees what its parameters lead to, a query every table."""
    led_to = reachable(tuple(parameter.type for parameter in draft.takes), world.entities)
    contract = to_contract(draft, world.entities if draft.kind == "sql-query" else led_to)
    own = Dice(hash_of(draft.does, dice.seed()), dice.split)
    asked = reworded(own, draft, contract)
    return asked, Slot(id="slot", kind=asked.kind, contract=contract, sentence=asked.does, file="slot")


def _named(body: str, contract: Contract) -> str:
    """Give a draft's body as ordinary code, its locals named as they are in answers of the embedded model."""
    return laid_out(name_locals(plain(body), _names(contract), "sql" if contract.is_query else "python"))


def _names(contract: Contract) -> set[str]:
    entities = [name for entity in contract.entities for name in (entity.name, *(each.name for each in entity.fields))]
    return {contract.name, *entities, *(parameter.name for parameter in contract.parameters)}


def _sample(
    slot: Slot, body: str, prompt: Prompt, settings: _Settings, tags: list[str], seed: int
) -> Chat | Text | None:
    # Serving fences the text of a spec with a marker that nobody can guess; training must not learn one by heart.
    rendered = prompt.render(slot, marker=f"data-{random.Random(seed).getrandbits(48):012x}")
    answer = readable_answer(body, rendered, slot)
    if answer is None:
        return None
    about = {"tags": tags, "prompt": rendered.label}
    if settings.layout is None:
        asked = tuple(Turn(role=turn.role, content=turn.content) for turn in rendered.messages)
        return Chat(messages=(*asked, Turn(role="assistant", content=answer)), about=about)
    hole = Parts(rendered.text, answer, rendered.suffix)
    return Text(text=text_of(arranged(hole, "psm", settings.layout)), layout=settings.layout.name, about=about)


def slot_pairs(
    count: int,
    style: str,
    ledger: Ledger,
    *,
    split: str = "train",
    layout: str | None = None,
    version: str = "production",
    seed: int = 1,
) -> Iterator[Answer | Chat | Text]:
    """Give pairs of a style: `compact` as answers, `instruct` as chats, `infill` as texts with a hole; seeded.

    A version is a number or a label, as `production`. A layout marks the hole of `infill`; other styles have none.
    """
    if layout is not None and style != "infill":
        raise UsageError(f"a layout marks a hole, and style {style} has none", hint="leave out --layout")
    held: Split = next((known for known in SPLITS if known == split), "train")
    if style == "compact":
        return _compact(count, held, version, seed, ledger)
    marks = layout_named(layout or "codellama") if style == "infill" else None
    asked: Literal["instruct", "infill"] = "infill" if style == "infill" else "instruct"
    settings = _Settings(style=asked, split=held, version=version, seed=seed, layout=marks)
    return _asked(count, settings, ledger)
