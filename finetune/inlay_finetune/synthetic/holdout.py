"""What is held out of training by the tags of a draft: some ids whole, and some pairs of tags; `held_out.yaml` lists them."""

import hashlib
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import yaml

from inlay_finetune.synthetic.dice import Split
from inlay_finetune.synthetic.inventory import ids_by_module, known_ids

__all__ = ["Side", "chosen_ids", "families_of", "held_ids", "is_held_pair", "partnered", "side_of", "side_of_split"]

Side = Literal["train", "composition", "pattern"]
_FILE = Path(__file__).with_name("held_out.yaml")
_ID_SHARE, _PAIR_SHARE = 10, 12


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def _chosen(text: str, share: int) -> bool:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") % share == 0


def chosen_ids() -> frozenset[str]:
    """Give the ids that should never be trained: one in ten by its hash, but for those that are kept."""
    return frozenset(each for each in known_ids() if _chosen(each, _ID_SHARE)) - frozenset(_file()["kept"])


@cache
def held_ids() -> frozenset[str]:
    """Give the ids that are never trained."""
    return frozenset(_file()["never_trained"].split())


@cache
def partnered() -> frozenset[str]:
    """Give the tags that come with many others; only pairs of these are held out."""
    return frozenset(_file()["partnered"].split())


@cache
def is_held_pair(one: str, two: str) -> bool:
    """Say whether two tags never come together in training, though each comes with others."""
    first, second = sorted((one, two))
    return {one, two} <= partnered() and _chosen(f"with:{first}+{second}", _PAIR_SHARE)


def side_of(tags: Sequence[str]) -> Side:
    """Say where a draft with these tags belongs; one with an id that is never trained belongs to `pattern` alone."""
    if not held_ids().isdisjoint(tags):
        return "pattern"
    return "composition" if any(is_held_pair(one, two) for one, two in combinations(set(tags), 2)) else "train"


def side_of_split(split: Split) -> Side:
    """Say which drafts a split takes: the two that are about tags take what is held out, all others what is trained."""
    return split if split in ("composition", "pattern") else "train"


@cache
def families_of(side: Side) -> frozenset[str]:
    """Give the families of patterns that can make drafts of a side; none are named where all can."""
    if side != "pattern":
        return frozenset()
    return frozenset(module for module, ids in ids_by_module().items() if not held_ids().isdisjoint(ids))
