"""Filters and picks in either order: the latest of each and then a filter, a filter and then the latest, a test of it."""

from dataclasses import dataclass

from inlay.contract import Field, ListType, OptionalType, Parameter, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import Condition, sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import each_child, field_words, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import BOOL, DECIMAL, INT, TEXT, done
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_number, is_str

__all__ = ["PATTERNS"]

_WORDS = {"latest": ("latest", "most recent", "newest", "last"), "earliest": ("earliest", "first", "oldest")}


@dataclass(frozen=True, slots=True)
class _Pick:
    """The rows of a list with a day to pick by and a condition: their code, parameters and phrases."""

    code: str
    takes: tuple[Parameter, ...]
    day: Field
    condition: Condition
    is_latest: bool
    phrases: dict[str, str]

    @property
    def by_day(self) -> str:
        """Give what picks by the day."""
        return f"key=lambda <v0>: <v0>.{name(self.day.name)}"

    @property
    def call(self) -> str:
        """Give the function that picks the row."""
        return "max" if self.is_latest else "min"


def _pick(world: World, *but: Field, last_wins: bool) -> _Pick | None:
    dice, day = world.dice, world.field(world.child, is_date, but=but)
    condition = sample_condition(dice, world.child, but=(*but, day), parameters=dice.chance(0.3)) if day else None
    if day is None or condition is None:
        return None
    code, takes = source_of(world)
    latest, said = dice.chance(0.7), day_noun(dice, day)
    tie = dice.tell(f"compositions_latest.tie.{'last' if last_wins and latest else 'first'}", b=said)
    phrases = {
        "rows": rows_of(dice, world),
        "it": each_child(dice, world),
        "b": said,
        "w": dice.pick(_WORDS["latest" if latest else "earliest"]),
        "tie": tie,
        "rel": condition.relative,
        "claim": condition.predicate.format(s="it"),
    }
    return _Pick(code, (*takes, *condition.takes), day, condition, latest, phrases)


def latest_of_each(world: World) -> Draft | None:
    """C004: the latest of each kind, and only then a filter; how many are left, or which."""
    dice, key = world.dice, world.field(world.child, is_str)
    p = _pick(world, key, last_wins=True) if key else None
    if key is None or p is None:
        return None
    said, shape = field_words(dice, key), dice.pick(["count", "count", "list"])
    step = f"<v1>[<v0>.{name(key.name)}] = <v0>" if p.is_latest else f"<v1>.setdefault(<v0>.{name(key.name)}, <v0>)"
    test = p.condition.python("<v2>")
    rows = f"<v1>: dict[str, {name(world.child.name)}] = {{}}\nfor <v0> in sorted({p.code}, {p.by_day}):\n    {step}\n"
    does = dice.tell(f"compositions_latest.each.{shape}", k=said, ks=plural(said), **p.phrases)
    if shape == "count":
        body = f"{rows}return sum(1 for <v2> in <v1>.values() if {test})"
        return done("latest_that_fit", p.takes, INT, does, body, "C004", "R148", "R004")
    body = f"{rows}return sorted(<v3> for <v3>, <v2> in <v1>.items() if {test})"
    return done("with_latest", p.takes, ListType(TEXT), does, body, "C004", "R148", "R004")


def _value(world: World) -> tuple[Field, Type] | None:
    wanted = world.field(world.child, is_str, is_str, is_number)
    return (wanted, DECIMAL if is_decimal(wanted.type) else wanted.type) if wanted else None


def latest_of_fitting(world: World) -> Draft | None:
    """C005, or its counterpart: a filter and then the latest, or the latest and then the test."""
    dice, value = world.dice, _value(world)
    p = _pick(world, value[0], last_wins=False) if value else None
    if value is None or p is None:
        return None
    wanted, kind = value
    said, own = field_words(dice, wanted), name(wanted.name)
    if dice.chance(0.6):
        does = dice.tell("compositions_latest.filtered", a=said, **p.phrases)
        body = (
            f"<v1> = [<v0> for <v0> in {p.code} if {p.condition.python('<v0>')}]\n"
            f"return {p.call}(<v1>, {p.by_day}).{own} if <v1> else None"
        )
        return done("latest_fitting", p.takes, OptionalType(kind), does, body, "C005", "R138", p.condition.tag)
    does = dice.tell("compositions_latest.then_value", a=said, **p.phrases)
    body = (
        f"<v1> = {p.call}({p.code}, {p.by_day}, default=None)\n"
        f"return <v1>.{own} if <v1> is not None and {p.condition.python('<v1>')} else None"
    )
    return done("latest_if_fitting", p.takes, OptionalType(kind), does, body, "C006", "R138", p.condition.tag)


def latest_then_test(world: World) -> Draft | None:
    """C006: the latest row, and then a claim about it."""
    dice, p = world.dice, _pick(world, last_wins=False)
    if p is None:
        return None
    otherwise = dice.chance(0.25)
    empty = dice.tell(f"compositions_latest.empty.{'yes' if otherwise else 'no'}", **p.phrases)
    does = dice.tell("compositions_latest.then", empty=empty, **p.phrases)
    test = p.condition.python("<v1>")
    whole = f"<v1> is None or {test}" if otherwise else f"<v1> is not None and {test}"
    body = f"<v1> = {p.call}({p.code}, {p.by_day}, default=None)\nreturn {whole}"
    return done("latest_passes", p.takes, BOOL, does, body, "C006", "R138", p.condition.tag)


PATTERNS = (
    (latest_of_each, 5),
    (latest_of_fitting, 3.1),
    (latest_then_test, 3),
)
