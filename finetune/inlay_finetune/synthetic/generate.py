"""Training records: one random schema with several slots over it, rendered by the prompts that serve.

Run as `python -m inlay_finetune.synthetic.generate --out FOLDER --records N --seed S`.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Annotated, TypedDict

import typer

from inlay.contract import Entity, EntityType, reachable
from inlay.linking import is_chinese
from inlay.prompts.prompt import Prompt
from inlay.prompts.registry import load_prompt
from inlay_finetune.synthetic.catalogue import Pattern, all_patterns
from inlay_finetune.synthetic.dealing import Slots, redealt
from inlay_finetune.synthetic.dice import SPLITS, Dice, Split, hash_of
from inlay_finetune.synthetic.draft import LONGEST, Draft, to_contract
from inlay_finetune.synthetic.holdout import Side, families_of, side_of, side_of_split
from inlay_finetune.synthetic.lean import leaned
from inlay_finetune.synthetic.noise import reworded
from inlay_finetune.synthetic.sowing import sown
from inlay_finetune.synthetic.spelling import spelt
from inlay_finetune.synthetic.telling import told
from inlay_finetune.synthetic.views import portions, viewed
from inlay_finetune.synthetic.wording import Language, is_worded
from inlay_finetune.synthetic.world import World, extra_entities, sample_world
from inlay_finetune.tokenizer import TASK

__all__ = ["Record", "Task", "drafts", "records"]

VERSION = "1"
_SHARD = 2_000
_LANGUAGES: tuple[Language, ...] = ("en", "zh")
# Invented names have no Chinese word, so that few are shown beside Chinese.
_KNOWN_IN_CHINESE = (1.0, 1.0, 1.0, 0.9)
_Made = Sequence[tuple[Pattern, Draft]]
_SPLITS: dict[str, Split] = {**{split: split for split in SPLITS}, "trade": "schema"}
# How often a draft is tried for each that is wanted; few of all drafts are held out.
_TRIES: dict[Side, int] = {"train": 6, "composition": 60, "pattern": 60}


class Task(TypedDict):
    """One slot of a record: its part of the prompt and the code that answers it."""

    task: str
    code: str
    tags: list[str]


class Record(TypedDict):
    """A schema with the slots over it."""

    schema: str
    tasks: list[Task]


@cache
def _prompt(kind: str, version: str) -> Prompt:
    return load_prompt(kind, version, "compact")


@cache
def _wheel(
    kind: str, families: frozenset[str] = frozenset(), language: Language = "en"
) -> tuple[tuple[Pattern, ...], tuple[float, ...]]:
    known = (pattern for pattern in all_patterns() if pattern.kind == kind and _is_told(pattern, language))
    fitting = tuple(pattern for pattern in known if not families or pattern.family in families)
    return fitting, tuple(pattern.weight for pattern in fitting)


def drafts(
    world: World, kind: str, count: int, families: frozenset[str] = frozenset()
) -> Iterator[tuple[Pattern, Draft]]:
    """Give up to `count` drafts of different bodies over a world, of some families or of all that its split takes."""
    side = side_of_split(world.dice.split)
    patterns, weights = _wheel(kind, families or families_of(side), world.dice.language)
    seen: set[str] = set()
    for _ in range(count * _TRIES[side] if patterns else 0):
        if len(seen) == count:
            return
        pattern = world.dice.weighted(patterns, weights)
        draft = told(pattern, world)
        if draft is None or draft.body in seen or len(draft.does) >= LONGEST:
            continue
        if side_of(draft.tags) == side:
            seen.add(draft.body)
            yield pattern, draft


def records(
    seed: int,
    split: Split = "train",
    *,
    most: int = 11,
    lean: float = 0.0,
    seeds: float = 0.0,
    chinese: float = 0.0,
    spread: float = 0.0,
    families: frozenset[str] = frozenset(),
    version: str = VERSION,
) -> Iterator[Record]:
    """Give records without end, rendered by a version of the prompts; the same seed gives the same records.

    A share `lean` of them shows few idle fields; a share `seeds` comes from slots written by hand, the others from
    patterns of these `families`, or of all where none is named. A share `chinese` of those from patterns is in Chinese.
    The names of a share `spread` are dealt any of the reference tokens, those of the others the lowest.
    """
    dice, dealer = Dice(seed, split), Dice(hash_of("dealer", seed), split)
    for record in _drawn(dice, lean=lean, most=most, seeds=seeds, chinese=chinese, families=families, version=version):
        yield _rewritten(record, partial(redealt, dice=dealer)) if dealer.chance(spread) else record


def _drawn(
    dice: Dice, *, most: int, lean: float, seeds: float, chinese: float, families: frozenset[str], version: str
) -> Iterator[Record]:
    split = dice.split
    asked = {language: _kinds(families, language) for language in _LANGUAGES}
    while True:
        if seeds and dice.chance(seeds):
            made, shown = sown(Dice(dice.seed(), split))
            yield from _record([(draft.tags[0], draft) for draft in made], shown, dice.seed(), split, version)
            continue
        language: Language = "zh" if chinese and asked["zh"] and dice.chance(chinese) else "en"
        kinds, known = asked[language], dice.pick(_KNOWN_IN_CHINESE) if language == "zh" else None
        world = sample_world(Dice(dice.seed(), split, language), known)
        kind = kinds[-1] if dice.chance(0.42) else kinds[0]
        drawn = list(drafts(world, kind, dice.between(5, most), families))
        for record in _records_of(world, kind, drawn, dice.seed(), version):
            yield _lean(record, dice) if dice.chance(lean) else record


def _is_told(pattern: Pattern, language: Language) -> bool:
    return language == "en" or is_worded(pattern.told_in, language)


def _kinds(families: frozenset[str], language: Language) -> list[str]:
    return [kind for kind in ("python-function", "sql-query") if _wheel(kind, families, language)[0]]


def _records_of(world: World, kind: str, made: _Made, seed: int, version: str) -> Iterator[Record]:
    bare = [pair for pair in made if not _names_entities(pair[1])]
    for number, (group, shown) in enumerate(_groups(world, kind, made, bare)):
        named = [(pattern.name, draft) for pattern, draft in group]
        yield from _record(named, shown, seed + number, world.dice.split, version)


def _record(
    group: Sequence[tuple[str, Draft]], shown: tuple[Entity, ...], seed: int, split: Split, version: str
) -> Iterator[Record]:
    tasks = [task for tag, draft in group if (task := _task(tag, draft, shown, seed, split, version)) is not None]
    if tasks:
        yield Record(schema=tasks[0][0], tasks=[task for _, task in tasks])


def _groups(world: World, kind: str, made: _Made, bare: _Made) -> Iterator[tuple[_Made, tuple[Entity, ...]]]:
    """Give the slots of each record with the entities that its schema shows."""
    if bare:
        yield bare, ()
    entities = _entities(world, kind)
    for group in portions(world.dice, [pair for pair in made if pair not in bare]):
        yield group, viewed(world.dice, [draft for _, draft in group], entities)


def _rewritten(record: Record, rewrite: Callable[[str, Slots], tuple[str, Slots]]) -> Record:
    slots = [(task["task"], task["code"]) for task in record["tasks"]]
    schema, slots = rewrite(record["schema"], slots)
    tasks = [
        Task(task=text, code=code, tags=old["tags"]) for (text, code), old in zip(slots, record["tasks"], strict=True)
    ]
    return Record(schema=schema, tasks=tasks)


def _lean(record: Record, dice: Dice) -> Record:
    return _rewritten(record, partial(leaned, dice=dice, keep=dice.pick((0.0, 0.1, 0.4))))


def _names_entities(draft: Draft) -> bool:
    return draft.kind == "sql-query" or any(
        "«" in draft.body and str(p.type).strip("[]?")[:1].isupper() for p in draft.takes
    )


def _entities(world: World, kind: str) -> tuple[Entity, ...]:
    if kind == "sql-query":
        return (*world.entities, *extra_entities(world)) if world.dice.chance(0.75) else world.entities
    return reachable((EntityType(world.root.name),), world.entities)


def _task(
    tag: str, draft: Draft, entities: tuple[Entity, ...], seed: int, split: Split, version: str
) -> tuple[str, Task] | None:
    # All slots of a record must share the tokens of its schema, so these are dealt before any parameter gets one.
    language: Language = "zh" if is_chinese(draft.does) else "en"
    dice, contract = Dice(hash_of(draft.does, seed), split, language), to_contract(draft, entities)
    draft = reworded(dice, draft, contract)
    rendered = _prompt(draft.kind, version).compact(contract, draft.does, seed=seed)
    code = spelt(draft.body, rendered.references)
    if code is None:
        return None
    schema, _, task = rendered.text.partition(TASK)
    return schema, Task(task=TASK + task, code=code, tags=[tag, *draft.tags])


def _write(path: Path, count: int, made: Callable[[], Iterator[Record]]) -> int:
    source, part = made(), path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        for _ in range(count):
            file.write(json.dumps(next(source), ensure_ascii=False) + "\n")
    part.rename(path)
    return count


def _lean_share(split: str, number: int, first_lean: int) -> float:
    if split != "train":
        return 0.0
    return 1.0 if number < first_lean else 0.2


def _seed_share(split: str, wanted: float) -> float:
    """Give the share of seeds: patterns alone have held-out schemas and wordings, seeds alone held-out trades."""
    return wanted if split == "train" else float(split == "trade")


def main(
    out: Annotated[Path, typer.Option(help="Folder for the shards.")],
    wanted: Annotated[int, typer.Option("--records", help="How many records.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Seed of the first shard; each shard adds one.")] = 1,
    split: Annotated[
        str, typer.Option(help="train, or held out: schema, wording, trade, composition, pattern or noise.")
    ] = "train",
    jobs: Annotated[int, typer.Option(help="Processes.")] = 1,
    first_lean: Annotated[
        int, typer.Option(help="How many shards hold lean schemas only; of the rest a fifth do.")
    ] = 0,
    seeds: Annotated[float, typer.Option(help="Share of the records that come from slots written by hand.")] = 0.0,
    chinese: Annotated[float, typer.Option(help="Share of the records from patterns that are in Chinese.")] = 0.0,
    spread: Annotated[
        float, typer.Option(help="Share whose names are dealt any reference token, not the lowest.")
    ] = 0.0,
    families: Annotated[str, typer.Option(help="Patterns of these families only, with commas.")] = "",
    prompts: Annotated[str, typer.Option(help="Version of the prompts that render the records.")] = VERSION,
) -> None:
    """Write shards of training records."""
    chosen = frozenset(filter(None, families.split(",")))
    if unknown := chosen - {pattern.family for pattern in all_patterns()}:
        raise typer.BadParameter(f"there is no family {', '.join(sorted(unknown))}", param_hint="--families")
    out.mkdir(parents=True, exist_ok=True)
    by_hand = _seed_share(split, seeds)
    drawn = partial(
        records,
        split=_SPLITS[split],
        seeds=by_hand,
        chinese=chinese,
        spread=spread,
        families=chosen,
        version=prompts,
    )
    shards = [(number, min(_SHARD, wanted - start)) for number, start in enumerate(range(0, wanted, _SHARD))]
    with ProcessPoolExecutor(jobs) as pool:
        written = [
            pool.submit(
                _write,
                out / f"{split}-{number:05}.jsonl",
                count,
                partial(drawn, seed + number, lean=_lean_share(split, number, first_lean)),
            )
            for number, count in shards
        ]
        total = sum(job.result() for job in written)
    typer.echo(f"{total} records in {out}")


if __name__ == "__main__":
    typer.run(main)
