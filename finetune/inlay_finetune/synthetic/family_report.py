"""How often each wording family occurs among generated slots, in English and in Chinese.

Run as `python -m inlay_finetune.synthetic.family_report --slots N`.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import typer

from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import to_contract
from inlay_finetune.synthetic.families import families_in, family_ids
from inlay_finetune.synthetic.generate import drafts
from inlay_finetune.synthetic.noise import reworded
from inlay_finetune.synthetic.wording import Language
from inlay_finetune.synthetic.world import sample_world

__all__ = ["app", "counted"]

app = typer.Typer()


def _sentences(count: int, language: Language, seed: int) -> Iterator[str]:
    dice, given = Dice(seed, "train", language), 0
    while given < count:
        world = sample_world(Dice(dice.seed(), "train", language), 1.0 if language == "zh" else None)
        kind = "sql-query" if dice.chance(0.42) else "python-function"
        for _, draft in drafts(world, kind, min(11, count - given)):
            given += 1
            yield reworded(dice, draft, to_contract(draft, world.entities)).does


def counted(count: int, language: Language, seed: int = 1) -> Counter[str]:
    """Count the families over generated slots."""
    found: Counter[str] = Counter()
    for sentence in _sentences(count, language, seed):
        found.update(families_in(sentence))
    return found


@app.command()
def main(
    slots: Annotated[int, typer.Option(min=1, help="How many slots of each language.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the slots.")] = 1,
) -> None:
    """Say how many of the slots of each language use a phrase of each family."""
    english, chinese = counted(slots, "en", seed), counted(slots, "zh", seed)
    typer.echo("family  English  Chinese")
    for family in family_ids():
        typer.echo(f"{family}  {100 * english[family] / slots:8.2f}%  {100 * chinese[family] / slots:6.2f}%")
    for name, found in (("English", english), ("Chinese", chinese)):
        typer.echo(f"missing in {name}: {', '.join(each for each in family_ids() if not found[each]) or 'none'}")


if __name__ == "__main__":
    app()
