"""Rows and values by their place: the nth in order, the last but one, the second highest, the rank of a value."""

from inlay.contract import Field, ListType, OptionalType, Parameter, Type
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, done, kids, root_of
from inlay_finetune.synthetic.patterns.row_keys import typed
from inlay_finetune.synthetic.patterns.rows import all_of, bare, rows
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_PLACES = ("first", "second", "third", "fourth", "fifth")
_SCORES = ("scores", "points", "results", "prices", "amounts", "marks", "bids", "ratings")


def _key(key: Field, tie: Field | None, down: bool) -> str:
    """Spell what rows are sorted by: a number or day, then a text when there is one."""
    first = f"{'-' if down else ''}<v0>.{name(key.name)}"
    return f"({first}, <v0>.{name(tie.name)})" if tie is not None else first


def nth_in_order(world: World) -> Draft | None:
    """R141: a text of the nth row in order of a day or number, none when there are fewer."""
    wanted, key = world.field(world.child, is_str), world.field(world.child, is_date, is_number)
    if wanted is None or key is None:
        return None
    dice, r = world.dice, rows(world, filters=0.2, but=(wanted, key))
    down = not is_date(key.type) and dice.chance(0.5)
    way = dice.tell(f"ordinals.way.{'down' if down else 'early' if is_date(key.type) else 'up'}")
    words = {"a": field_words(dice, wanted), "b": field_words(dice, key), "way": way, "all": all_of(r)}
    words |= {"bare": bare(r), "it": each_child(dice, world), "rows": rows_of(dice, world)}
    over = f"[<v0> for <v0> in {r.code}{r.where}]" if r.where else r.code
    ordered = f"<v1> = sorted({over}, key=lambda <v0>: {_key(key, wanted, down)})"
    if dice.chance(0.5):
        given = Parameter(name=dice.pick(["n", "place", "position", "rank", "number", "nth", "index"]), type=INT)
        n = name(given.name)
        said = dice.tell(f"ordinals.number.{'letter' if given.name == 'n' else 'named'}", n=label(given.name))
        does = dice.tell("ordinals.nth.given", n=said, **words)
        body = f"{ordered}\nreturn <v1>[{n} - 1].{name(wanted.name)} if 0 < {n} <= len(<v1>) else None"
        return done("nth", (*r.takes, given), OptionalType(typed(wanted)[0]), does, body, "R141", *r.tags)
    at = dice.between(1, 4)
    does = dice.tell("ordinals.nth.stated", nth=dice.tell(f"ordinals.place.{_PLACES[at]}"), **words)
    does = tailed(does, dice.tell("ordinals.fewer", rows=words["rows"]))
    body = f"{ordered}\nreturn <v1>[{at}].{name(wanted.name)} if len(<v1>) > {at} else None"
    return done("nth", r.takes, OptionalType(typed(wanted)[0]), does, body, "R141", *r.tags)


def last_but_one(world: World) -> Draft | None:
    """R142: a value of the row before the latest."""
    day = world.field(world.child, is_date)
    wanted = world.field(world.child, is_number, is_str, but=(day,)) if day else None
    if day is None or wanted is None:
        return None
    dice, r = world.dice, rows(world, filters=0.3, but=(day, wanted))
    words = {"a": field_words(dice, wanted), "d": field_words(dice, day), "all": all_of(r), "bare": bare(r)}
    does = dice.tell("ordinals.last_but_one", it=each_child(dice, world), **words)
    does = tailed(does, dice.tell("ordinals.fewer_two", rows=rows_of(dice, world)))
    over = f"(<v0> for <v0> in {r.code}{r.where})" if r.where else r.code
    ordered = f"<v1> = sorted({over}, key=lambda <v0>: <v0>.{name(day.name)})"
    body = f"{ordered}\nreturn <v1>[-2].{name(wanted.name)} if len(<v1>) > 1 else None"
    return done("previous", r.takes, OptionalType(typed(wanted)[0]), does, body, "R142", *r.tags)


def second_value(world: World) -> Draft | None:
    """R143: the second highest or lowest value, equal ones as one or each by itself."""
    number = world.field(world.child, is_number)
    if number is None:
        return None
    dice, r = world.dice, rows(world, filters=0.3, but=(number,))
    distinct, high = dice.chance(0.6), dice.chance(0.7)
    shape = f"{'distinct' if distinct else 'each'}.{'high' if high else 'low'}"
    words = {"a": field_words(dice, number), "all": all_of(r), "bare": bare(r), "it": each_child(dice, world)}
    does = tailed(dice.tell(f"ordinals.second.{shape}", **words), dice.tell(f"ordinals.second.{'one' if distinct else 'alone'}", **words))  # fmt: skip
    each = f"<v0>.{name(number.name)} for <v0> in {r.code}{r.where}"
    values = f"{{{each}}}" if distinct else f"({each})" if high else each
    body = f"<v1> = sorted({values}{', reverse=True' if high else ''})\nreturn <v1>[1] if len(<v1>) > 1 else None"
    return done("second", r.takes, OptionalType(typed(number)[0]), does, body, "R143", *r.tags)


def rank_of_value(world: World) -> Draft | None:
    """R146: the place of a value among others: equal values share it, and the next place stays free or not."""
    dice, high, dense = world.dice, world.dice.chance(0.7), world.dice.chance(0.35)
    own, theirs = world.field(world.root, is_decimal, is_int), world.field(world.child, is_decimal, is_int)
    if own is not None and theirs is not None and own.type == theirs.type and dice.chance(0.5):
        root, takes = root_of(world)
        value, said = f"{root}.{name(own.name)}", f"the {field_words(dice, own)} of the {entity_word(dice, world.root)}"
        over, others = kids(world), f"the {field_words(dice, theirs)} of the {rows_of(dice, world)}"
        other = f"<v0>.{name(theirs.name)}"
    else:
        kind: Type = DECIMAL if dice.chance(0.4) else INT
        given = Parameter(name=dice.pick(_SCORES), type=ListType(kind))
        one = Parameter(name=given.name.removesuffix("s"), type=kind)
        takes, value, said = (given, one), name(one.name), f"the {label(one.name)}"
        over, others, other = name(given.name), f"the {label(given.name)}", "<v0>"
    does = dice.tell(f"ordinals.rank.{'high' if high else 'low'}", x=said, others=others)
    does = tailed(does, dice.tell(f"ordinals.rank.{'dense' if dense else 'shared'}"))
    test = f"for <v0> in {over} if {other} {'>' if high else '<'} {value}"
    body = f"return 1 + len({{{other} {test}}})" if dense else f"return 1 + sum(1 {test})"
    return done("rank", takes, INT, does, body, "R146")


PATTERNS = (
    (nth_in_order, 1.5),
    (last_but_one, 1.2),
    (second_value, 1.2),
    (rank_of_value, 1.2),
)
