"""The list a rule goes over: its code, its filters and the words for both."""

from dataclasses import dataclass

from inlay.contract import EntityType, Field, ListType, Parameter
from inlay_finetune.synthetic.conditions import Condition, sample_condition
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, rows_of
from inlay_finetune.synthetic.patterns.parts import ZERO
from inlay_finetune.synthetic.patterns.tails import spaced
from inlay_finetune.synthetic.world import World

__all__ = [
    "ZERO",
    "Rows",
    "all_of",
    "bare",
    "over_word",
    "product_words",
    "rows",
    "source_of",
    "third",
    "unpointed",
    "whose",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """The list a rule goes over: its code, its words, its filter and the parameters that all this needs."""

    code: str
    words: str
    where: str
    relative: str
    takes: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    tags: tuple[str, ...]


def rows(world: World, *, filters: float = 0.6, but: tuple[Field, ...] = ()) -> Rows:
    """Draw the list: children of the root or a list given by itself, with up to two filters."""
    dice = world.dice
    conditions: list[Condition] = []
    while len(conditions) < 2 and dice.chance(filters if not conditions else 0.22):
        used = (*but, *(field for condition in conditions for field in condition.fields))
        condition = sample_condition(dice, world.child, but=used, parameters=dice.chance(0.3))
        if condition is None or {p.name for p in condition.takes} & {p.name for c in conditions for p in c.takes}:
            break
        conditions.append(condition)
    base = rows_of(dice, world)
    words, relative = _spoken(world, base, conditions)
    code, takes = source_of(world)
    where = "".join(
        f" {'if' if not at else 'and'} {condition.python('<v0>')}" for at, condition in enumerate(conditions)
    )
    return Rows(
        code=code,
        words=words,
        where=where,
        relative=relative,
        takes=(*takes, *(parameter for condition in conditions for parameter in condition.takes)),
        fields=tuple(field for condition in conditions for field in condition.fields),
        tags=tuple(condition.tag for condition in conditions),
    )


def source_of(world: World) -> tuple[str, tuple[Parameter, ...]]:
    """Give where the rows come from and the parameter that brings them."""
    if world.dice.chance(0.2):
        parameter = Parameter(name=world.children, type=ListType(EntityType(world.child.name)))
        return name(parameter.name), (parameter,)
    variable = world.var(world.root)
    return f"{name(variable)}.{name(world.children)}", (Parameter(name=variable, type=EntityType(world.root.name)),)


def _spoken(world: World, base: str, conditions: list[Condition]) -> tuple[str, str]:
    dice = world.dice
    lead = dice.pick(["the ", "the ", "all ", "", "all the ", "all of the "])
    if not conditions:
        return lead + base, ""
    first, rest = conditions[0], conditions[1:]
    after = "".join(_second(world, condition) for condition in rest)
    if first.adjective and not first.adjective.startswith(("not", "non")) and dice.chance(0.3):
        return f"{lead}{first.adjective} {base}", (" " + rest[0].relative if rest else "")
    if dice.chance(0.16) and not rest:
        claim = first.predicate.format(s=dice.pick(["the " + each_child(dice, world), "it"]))
        return lead + base, spaced(dice.tell("rows.clause", claim=claim))
    if dice.chance(0.12) and not rest and _stands_alone(first):
        return lead + base, spaced(dice.tell("rows.only", rel=first.relative))
    return lead + base, f" {first.relative}{after}"


def _second(world: World, condition: Condition) -> str:
    if not _stands_alone(condition):
        return world.dice.pick([", and ", " and ", " and also "]) + condition.relative
    return spaced(world.dice.tell("rows.second", rel=condition.relative))


def _stands_alone(condition: Condition) -> bool:
    """Whether the condition can follow `those`."""
    starts = (
        "that ",
        "which ",
        "whose ",
        "with ",
        "where ",
        "having ",
        "for which ",
        "marked ",
        "flagged ",
        "‹",
        "中",
        "里",
    )
    return condition.relative.startswith(starts) and " ones" not in condition.relative


def all_of(r: Rows) -> str:
    """Say the rows with their filters."""
    return r.words + r.relative


def over_word(world: World) -> str:
    """Give a word between an amount and its rows."""
    return world.dice.tell("rows.over")


def whose(world: World, r: Rows) -> str:
    """Add the owner of the rows, sometimes."""
    dice = world.dice
    if r.code == name(world.children) or r.relative or not dice.chance(0.3):
        return ""
    return " " + dice.tell("rows.whose", root=entity_word(dice, world.root))


def product_words(world: World, one: Field, two: Field) -> str:
    """Say two fields multiplied."""
    dice, a, b = world.dice, field_words(world.dice, one), field_words(world.dice, two)
    return dice.tell("rows.product", a=a, b=b)


def bare(r: Rows) -> str:
    """Say the rows without `the` or `all`."""
    words = r.words
    for lead in ("all of the ", "all the ", "the ", "all "):
        words = words.removeprefix(lead)
    return words + r.relative


def unpointed(said: str) -> str:
    """Give rows that were said with their condition without the word that points at them."""
    return said.removeprefix("the ").removeprefix("those ").removeprefix("all ")


def third(condition: Condition) -> str:
    """Say a condition so that it can follow a plural subject."""
    claim = condition.predicate
    return claim.removeprefix("{s} ") if claim.startswith("{s} ") else "fit: " + claim.format(s="it")
