"""Seeds put to use: a few slots of one trade in one wording each, under other names, over the schema they would see."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from inlay.contract import Entity
from inlay_finetune.synthetic.dice import Dice, Split
from inlay_finetune.synthetic.draft import Draft
from inlay_finetune.synthetic.grafting import grafted
from inlay_finetune.synthetic.renaming import renamed
from inlay_finetune.synthetic.seeds import chinese_drafts_of, drafts_of, read_seeds, seed_files
from inlay_finetune.synthetic.views import viewed

__all__ = ["HELD_OUT", "sown"]

_Wordings = tuple[Sequence[Draft], Sequence[Draft]]
_Choice = tuple[_Wordings, ...]
# Kept for measuring: nothing is trained on these trades.
HELD_OUT = frozenset({"foundry", "leasing", "physiotherapy", "plumbing", "recruitment", "taxi"})
# How often a slot is asked for in Chinese where its trade has Chinese sentences.
_IN_CHINESE = 0.35
_SHARES = (0.0, 0.0, 0.0, 0.0, 0.5)
# How often a rule gets one more clause where one fits.
_GRAFTED = 0.35


@cache
def _plots(path: Path) -> tuple[tuple[tuple[Entity, ...], _Choice], ...]:
    """Give the seeds of a trade by the entities that they see, each as its drafts in all wordings, English and Chinese."""
    plots: dict[tuple[str, tuple[Entity, ...]], list[_Wordings]] = defaultdict(list)
    for seed in read_seeds(path):
        plots[seed.contract.kind, seed.contract.entities].append(
            (tuple(drafts_of(seed)), tuple(chinese_drafts_of(seed)))
        )
    return tuple((entities, tuple(choice)) for (_, entities), choice in plots.items())


@cache
def _files(split: Split) -> list[Path]:
    return [path for path in seed_files() if (path.stem in HELD_OUT) == (split != "train")]


def sown(dice: Dice) -> tuple[list[Draft], tuple[Entity, ...]]:
    """Give drafts of one trade (one that is kept for measuring, unless the split is `train`), and the part of its entities that a prompt would show for them."""
    plots = _plots(dice.pick(_files(dice.split)))
    entities, choice = dice.weighted(plots, [len(choice) for _, choice in plots])
    chosen = [_worded(dice, wordings) for wordings in dice.some(choice, dice.between(3, 6))]
    drafts, entities = renamed(dice, chosen, entities, dice.pick(_SHARES))
    if dice.split == "train":
        drafts = [grafted(dice, draft, entities) if dice.chance(_GRAFTED) else draft for draft in drafts]
    return drafts, viewed(dice, drafts, entities) if entities else entities


def _worded(dice: Dice, wordings: _Wordings) -> Draft:
    english, chinese = wordings
    return dice.pick(chinese if chinese and dice.chance(_IN_CHINESE) else english)
