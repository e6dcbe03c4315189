"""Lists walked with something carried along: complaints with numbers, shares that add up, prices moved, money granted."""

from inlay.contract import DecimalType, EntityType, ListType, MapType, Parameter
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.composed_terms import flipped
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import (
    CENTS,
    DECIMAL,
    TEXT,
    ZERO,
    done,
    kids,
    root_of,
    rows_where,
    spell,
    taken,
)
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_GIVEN = ("freight", "shipping_cost", "rebate", "fee", "overhead", "discount", "bonus", "heating_cost", "total_cost")
_BUDGETS = ("budget", "funds", "money", "credit", "grant_sum", "available_amount")
_LISTS = (("old", "new"), ("former", "current"), ("previous", "present"), ("before", "after"))


def problems(world: World) -> Draft | None:
    """C013: complaints about the root and, by number, about its rows."""
    dice, text = world.dice, world.field(world.root, is_str)
    one = world.field(world.child, is_number)
    two = world.field(world.child, is_number, but=(one,)) if one else None
    if text is None or one is None or two is None:
        return None
    (root, takes), rows, it = root_of(world), rows_of(dice, world), each_child(dice, world)
    t = label(text.name)
    first, second = dice.tell("compositions_lists.missing", t=t), dice.tell("compositions_lists.empty", rows=rows)
    word = dice.tell("compositions_lists.numbered")
    low, high = str(dice.between(1, 5)), dice.money(900)
    op, other = dice.pick(["<", "<="]), dice.pick([">", ">=", "<"])
    does = dice.tell(
        "compositions_lists.problems",
        t=t, w1=first, w2=second, w=word, rows=rows, it=it, n=field_words(dice, one), m=field_words(dice, two),
        how=compare_words(dice, op, low), how2=compare_words(dice, other, high),
    )  # fmt: skip
    test = (
        f"<v0>.{name(one.name)} {op} {spell(one.type)(low)} or <v0>.{name(two.name)} {other} {spell(two.type)(high)}"
        if is_decimal(two.type) or high.isdigit()
        else ""
    )
    body = (
        f'<v1> = [] if {root}.{name(text.name)}.strip() else ["{constant(first)}"]\n'
        f'if not {kids(world)}:\n    <v1>.append("{constant(second)}")\n'
        f'<v1> += [f"{word} {{<v2>}}" for <v2>, <v0> in enumerate({kids(world)}, 1) if {test}]\n'
        "return <v1>"
    )
    return done("problems", takes, ListType(TEXT), does, body, "C013", "R182") if test else None


def shares(world: World) -> Draft | None:
    """C014: an amount over some rows by weight, what rounding leaves on the last."""
    dice, key, weight = world.dice, world.field(world.child, is_str), world.field(world.child, is_decimal, is_int)
    where = sample_condition(dice, world.child, but=(key, weight)) if key and weight and dice.chance(0.75) else None
    if key is None or weight is None:
        return None
    given = Parameter(name=dice.pick(_GIVEN), type=DecimalType())
    of, test = rows_where(world, where, rows_of(dice, world))
    code, takes = source_of(world)
    own, by = name(key.name), name(weight.name)
    does = dice.tell(
        "compositions_lists.shares",
        x=label(given.name), of=of, g=(g := field_words(dice, weight)), k=field_words(dice, key), it=each_child(dice, world),
    )  # fmt: skip
    does = tailed(does, dice.tell("compositions_lists.weightless", g=g))
    total, result = ("<v2>", "<v3>") if where else ("<v1>", "<v2>")
    kept, first = ("<v1>", f"<v1> = [<v0> for <v0> in {code}{test}]\n") if where else (code, "")
    weights = f"<v0>.{by} for <v0> in {kept}"
    whole = f"sum(({weights}), {ZERO})" if is_decimal(weight.type) else f"sum({weights})"
    body = (
        f"{first}{total} = {whole}\nif {total} == 0:\n    return {{}}\n"
        f"{result} = {{<v0>.{own}: ({name(given.name)} * <v0>.{by} / {total}){CENTS} for <v0> in {kept}}}\n"
        f"{result}[{kept}[-1].{own}] += {name(given.name)} - sum({result}.values(), {ZERO})\n"
        f"return {result}"
    )
    return done("shares", (given, *takes, *taken(where)), MapType(DECIMAL), does, body, "C014", "R093")


def moved_prices(world: World) -> Draft | None:
    """C019: what moved by more than some percent between two lists."""
    dice, key, money = world.dice, world.field(world.child, is_str), world.field(world.child, is_decimal)
    if key is None or money is None:
        return None
    kind, (one, two) = ListType(EntityType(world.child.name)), dice.pick(_LISTS)
    percent, up, reached = str(dice.round_number(2, 60)), dice.chance(0.65), dice.chance(0.4)
    beyond = dice.tell(f"compositions_lists.beyond.{'reached' if reached else 'more'}", p=percent)
    said = field_words(dice, key)
    does = dice.tell(
        f"compositions_lists.moved.{'up' if up else 'down'}",
        one=dice.tell(f"compositions_lists.lists.{one}"), two=dice.tell(f"compositions_lists.lists.{two}"),
        k=said, ks=plural(said), a=field_words(dice, money), beyond=beyond,
    )  # fmt: skip
    own, sign, operator = name(key.name), "+" if up else "-", (">" if up else "<") + ("=" if reached else "")
    body = (
        f"<v1> = {{<v0>.{own}: <v0>.{name(money.name)} for <v0> in {name(one)}}}\n"
        f"return sorted(<v0>.{own} for <v0> in {name(two)} if <v0>.{own} in <v1> and "
        f"<v0>.{name(money.name)} * 100 {operator} <v1>[<v0>.{own}] * (100 {sign} {constant(percent)}))"
    )
    takes = (Parameter(name=one, type=kind), Parameter(name=two, type=kind))
    return done("moved", takes, ListType(TEXT), does, body, "C019", "R226", "R076")


def granted(world: World) -> Draft | None:
    """C021: rows served in an order while the budget lasts, skipping or stopping at what it does not cover."""
    dice, key, money = world.dice, world.field(world.child, is_str), world.field(world.child, is_decimal)
    day = world.field(world.child, is_date)
    first = (
        sample_condition(dice, world.child, but=(key, money, day), negatives=False) if key and money and day else None
    )
    if key is None or money is None or day is None or first is None:
        return None
    budget, stops = Parameter(name=dice.pick(_BUDGETS), type=DecimalType()), dice.chance(0.4)
    code, takes = source_of(world)
    rows, said = rows_of(dice, world), field_words(dice, key)
    does = dice.tell(
        f"compositions_lists.granted.{'stop' if stops else 'skip'}",
        first=dice.tell("compositions_lists.first.marked", rows=rows, rel=first.relative),
        x=label(budget.name), rows=rows, it=each_child(dice, world), c=field_words(dice, money),
        b=day_noun(dice, day), early=dice.tell("compositions_lists.early"), ks=plural(said),
    )  # fmt: skip
    cost = f"<v0>.{name(money.name)}"
    inside = (
        f"    if {cost} > <v1>:\n        break\n    <v1> -= {cost}\n    <v2>.append(<v0>.{name(key.name)})\n"
        if stops
        else f"    if {cost} <= <v1>:\n        <v1> -= {cost}\n        <v2>.append(<v0>.{name(key.name)})\n"
    )
    order = f"key=lambda <v0>: ({flipped(first.python('<v0>'))}, <v0>.{name(day.name)})"
    body = (
        f"<v1> = {name(budget.name)}\n<v2>: list[str] = []\nfor <v0> in sorted({code}, {order}):\n{inside}return <v2>"
    )
    return done("granted", (budget, *takes, *first.takes), ListType(TEXT), does, body, "C021", "R098", "R144")


PATTERNS = (
    (problems, 4.8),
    (shares, 3.3),
    (moved_prices, 3.7),
    (granted, 7),
)
