"""Sums in which each row has its own reckoning: bands per row, the higher of two, the first n, limits of what it points to."""

from inlay.contract import EnumType
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of, value_words
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DECIMAL,
    INT,
    TEXT,
    ZERO,
    added,
    amount,
    decimal,
    done,
    kids,
    partner,
    root_of,
)
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]


def _base(world: World) -> tuple[str, str] | None:
    """Draw the amount that a row's band is a part of: of the row, of the root or of its reference."""
    dice, who = world.dice, partner(world)
    own, near = world.field(world.child, is_decimal), world.field(world.root, is_decimal)
    far = world.field(world.other, is_decimal)
    shape = dice.pick(["row", "root", "far"])
    if shape == "far" and far is not None and who is not None:
        return f"{who[0]}.{name(far.name)}", f"the {field_words(dice, far)} of the {who[1]}"
    if shape == "root" and near is not None:
        return f"{root_of(world)[0]}.{name(near.name)}", f"the {field_words(dice, near)}"
    return (f"<v1>.{name(own.name)}", f"its {field_words(dice, own)}") if own is not None else None


def banded_rows(world: World) -> Draft | None:
    """Every row counts with a part of an amount, or a stated one, by the band its number falls into; added up."""
    dice, field, base = world.dice, world.field(world.child, is_int, is_int, is_decimal), _base(world)
    if field is None or base is None or base[0] == f"<v1>.{name(field.name)}":
        return None
    _, takes = root_of(world)
    low, high = sorted(dice.some([2, 3, 6, 12, 14, 16, 18, 20, 30, 50, 60, 65, 100], 2))
    one, two = (str(number) for number in dice.some([10, 15, 25, 35, 40, 55, 70, 75, 80, 90], 2))
    if {one, two} & {str(low), str(high)}:
        return None
    own, spell = f"<v1>.{name(field.name)}", decimal if is_decimal(field.type) else constant
    stated = dice.chance(0.35)
    first = dice.pick(["none", "part"])
    codes = {
        "none": (None, dice.tell("row_prices.none")),
        "one": (decimal(one) if stated else f"{base[0]} * {constant(one)} / 100", one if stated else f"{one} percent"),
        "two": (decimal(two) if stated else f"{base[0]} * {constant(two)} / 100", two if stated else f"{two} percent"),
        "whole": (decimal(str(low + high)), str(low + high)) if stated else (base[0], dice.tell("row_prices.whole")),
    }
    operator = dice.pick(["<", "<", "<="])
    order = ["none" if first == "none" else "one", "two", "whole"] if dice.chance(0.75) else ["one", "whole"]
    limits = [str(low), str(high)][: len(order) - 1]
    if stated and str(low + high) in (one, two):
        return None
    lines, said = [], []
    start = "if"
    for key, limit in zip(order, limits, strict=False):
        code, shown = codes[key]
        how = compare_words(dice, operator, number_said(dice, limit))
        said.append(dice.tell("row_prices.band", how=how, what=shown))
        lines.append(f"    {start} {own} {operator} {spell(limit)}:\n        {_plus(code)}")
        start = "if" if code is None else "elif"
    code, shown = codes["whole"]
    lines.append(f"    else:\n        {_plus(code)}")
    rest = dice.tell("row_prices.rest", what=shown)
    does = dice.tell(
        f"row_prices.banded.{'stated' if stated else 'share'}",
        rows=rows_of(dice, world),
        it=each_child(dice, world),
        n=field_words(dice, field),
        base=base[1],
        bands=", ".join([*said, rest]),
    )
    body = "\n".join([f"<v0> = {ZERO}", f"for <v1> in {kids(world)}:", *lines, "return <v0>"])
    return done("total_by_row", takes, DECIMAL, does, body, "R022", "R032")


def _plus(code: str | None) -> str:
    return "continue" if code is None else f"<v0> += {code}"


def kind_rows(world: World) -> Draft | None:
    """Every row's number times a stated price that its kind decides on; added up."""
    dice, kind = world.dice, world.field(world.child, is_enum)
    count = world.field(world.child, is_int, is_decimal)
    if kind is None or count is None or not isinstance(kind.type, EnumType) or len(kind.type.values) < 3:
        return None
    _, takes = root_of(world)
    values = dice.some(kind.type.values, 2)
    prices = [str(number) for number in dice.some(range(2, 90), 3)]
    lines, said = [], []
    for start, value, price in zip(("if", "elif"), values, prices, strict=False):
        test = f'<v1>.{name(kind.name)} == "{name(value)}"'
        lines.append(f"    {start} {test}:\n        <v0> += <v1>.{name(count.name)} * {decimal(price)}")
        said.append(dice.tell("row_prices.kind", value=value_words(dice, value), price=price))
    last = f"<v0> += <v1>.{name(count.name)} * {decimal(prices[2])}"
    rest = dice.tell("row_prices.rest", what=prices[2])
    if dice.chance(0.3):
        rest, last = dice.tell("row_prices.rest", what=dice.tell("row_prices.none")), ""
    if last:
        lines.append(f"    else:\n        {last}")
    does = dice.tell(
        "row_prices.by_kind",
        rows=rows_of(dice, world),
        it=each_child(dice, world),
        n=field_words(dice, count),
        k=field_words(dice, kind),
        items=", ".join([*said, rest]),
    )
    body = "\n".join([f"<v0> = {ZERO}", f"for <v1> in {kids(world)}:", *lines, "return <v0>"])
    return done("total_by_kind", takes, DECIMAL, does, body, "R022", "R249")


def higher_per_row(world: World) -> Draft | None:
    """The higher or lower of two numbers of every row, one perhaps divided or with a minimum; added up."""
    dice, one = world.dice, world.field(world.child, is_decimal)
    two = world.field(world.child, is_decimal, is_int, but=(one,)) if one else None
    if one is None:
        return None
    _, takes = root_of(world)
    high, k = dice.chance(0.65), str(dice.pick([2, 3, 4, 5, 6, 10, 100, 200, 250, 1000, 5000, 6000]))
    a, word = f"<v0>.{name(one.name)}", "max" if high else "min"
    shapes = ["least"] if two is None else ["plain", "divided", "times", "least"]
    shape = dice.pick(shapes)
    other = f"<v0>.{name(two.name)}" if two is not None else ""
    b = {"plain": other, "divided": f"{other} / {constant(k)}", "times": f"{other} * {decimal(k)}", "least": decimal(k)}
    if two is not None and shape == "divided" and not is_decimal(two.type):
        return None
    code = f"{word}({a}, {b[shape]})"
    said = {
        "plain": f"its {field_words(dice, two)}" if two else "",
        "divided": f"its {field_words(dice, two)} divided by {k}" if two else "",
        "times": f"{k} times its {field_words(dice, two)}" if two else "",
        "least": k,
    }[shape]
    if two is not None and shape == "plain" and not is_decimal(two.type):
        return None
    does = dice.tell(
        f"row_prices.{'higher' if high else 'lower'}",
        rows=rows_of(dice, world),
        it=each_child(dice, world),
        a=field_words(dice, one),
        b=said,
    )
    return done("total_of_rows", takes, DECIMAL, does, f"return {added(code, kids(world))}", "R002", "R024")


def first_rows(world: World) -> Draft | None:
    """The first n rows in full and all others at a percentage, or only those beyond the first n."""
    dice, value = world.dice, amount(world, world.child)
    if value is None:
        return None
    _, takes = root_of(world)
    n, p = str(dice.between(2, 5)), str(dice.pick([10, 20, 25, 30, 40, 50, 60, 75, 80]))
    head, rest = f"{kids(world)}[:{constant(n)}]", f"{kids(world)}[{constant(n)}:]"
    shape = dice.pick(["less", "less", "beyond", "first"])
    words = {"rows": rows_of(dice, world), "it": each_child(dice, world), "a": value[1], "p": p}
    does = dice.tell(f"row_prices.first.{shape}", n=number_said(dice, n), **words)
    code = {
        "less": f"{added(value[0], head)} + {added(value[0], rest)} * {constant(p)} / 100",
        "beyond": added(value[0], rest),
        "first": added(value[0], head),
    }[shape]
    return done("by_position", takes, DECIMAL, does, f"return {code}", "R024")


def outside_limits(world: World) -> Draft | None:
    """Rows whose number lies outside (or within) two limits of what they point to: how many, any, all."""
    dice = world.dice
    if world.thing is None or world.link is None:
        return None
    low = world.field(world.thing, is_number)
    high = world.field(world.thing, lambda kind: kind == low.type, but=(low,)) if low else None
    near = world.field(world.child, is_number)
    if low is None or high is None or near is None:
        return None
    _, takes = root_of(world)
    first, last = sorted((low, high), key=lambda field: not field.name.startswith(("min", "low", "first", "from")))
    own, link = f"<v0>.{name(near.name)}", f"<v0>.{name(world.link)}"
    a, b = f"{link}.{name(first.name)}", f"{link}.{name(last.name)}"
    inside = dice.chance(0.4)
    test = f"{a} <= {own} <= {b}" if inside else f"{own} < {a} or {own} > {b}"
    shape = dice.pick(["count", "count", "any", "all"]) if inside else dice.pick(["count", "count", "any"])
    words = {"rows": rows_of(dice, world), "it": each_child(dice, world), "n": field_words(dice, near)}
    words |= {"low": field_words(dice, first), "high": field_words(dice, last), "link": label(world.link)}
    words["where"] = dice.tell(f"row_prices.limits.{'inside' if inside else 'outside'}", **words)
    does = dice.tell(f"row_prices.limits.{shape}", **words)
    over = kids(world)
    if shape == "count":
        return done("count_by_limits", takes, INT, does, f"return sum(1 for <v0> in {over} if {test})", "R246", "R004")
    return done("any_by_limits", takes, BOOL, does, f"return {shape}({test} for <v0> in {over})", "R246", "R161")


def label_by_partner(world: World) -> Draft | None:
    """Three words by a number against two limits of the reference."""
    dice, who, own = world.dice, partner(world), world.field(world.root, is_number)
    same = (lambda kind: kind == own.type) if own else is_number
    low = world.field(world.other, same)
    high = world.field(world.other, same, but=(low,)) if low else None
    if who is None or own is None or low is None or high is None:
        return None
    root, takes = root_of(world)
    small, middle, large = dice.pick(
        [("low", "normal", "high"), ("under", "in order", "over"), ("short", "fine", "too much"), ("below", "ok", "above"), ("red", "green", "yellow")]
    )  # fmt: skip
    access = f"{root}.{name(own.name)}"
    does = dice.tell(
        "row_prices.words",
        a=f"the {field_words(dice, own)} of the {entity_word(dice, world.root)}",
        low=f"the {field_words(dice, low)} of the {who[1]}",
        high=dice.pick(["its", "the"]) + f" {field_words(dice, high)}",
        small=small,
        middle=middle,
        large=large,
    )
    body = (
        f'if {access} < {who[0]}.{name(low.name)}:\n    return "{constant(small)}"\n'
        f'if {access} > {who[0]}.{name(high.name)}:\n    return "{constant(large)}"\nreturn "{constant(middle)}"'
    )
    return done("standing", takes, TEXT, does, body, "R246", "R032")


def other_than_partner(world: World) -> Draft | None:
    """How many rows differ from (or agree with) the root or its reference in a text."""
    dice, who = world.dice, partner(world)
    near, own, far = (world.field(entity, is_str) for entity in (world.child, world.root, world.other))
    if near is None:
        return None
    root, takes = root_of(world)
    if far is not None and who is not None and (own is None or dice.chance(0.6)):
        against, said = f"{who[0]}.{name(far.name)}", f"the {field_words(dice, far)} of the {who[1]}"
    elif own is not None:
        against, said = f"{root}.{name(own.name)}", f"the {field_words(dice, own)}"
    else:
        return None
    equal, shape = dice.chance(0.4), dice.pick(["count", "count", "any", "all"])
    test = f"<v0>.{name(near.name)} {'==' if equal else '!='} {against}"
    words = {"rows": rows_of(dice, world), "it": each_child(dice, world), "t": field_words(dice, near)}
    words["how"] = dice.tell(f"row_prices.texts.{'equal' if equal else 'other'}", b=said)
    does = dice.tell(f"row_prices.texts.{shape}", **words)
    over = kids(world)
    if shape == "count":
        return done("count_texts", takes, INT, does, f"return sum(1 for <v0> in {over} if {test})", "R246", "R004")
    return done("texts_fit", takes, BOOL, does, f"return {shape}({test} for <v0> in {over})", "R246", "R161")


PATTERNS = (
    (banded_rows, 2), (kind_rows, 1.5), (higher_per_row, 1.5), (first_rows, 1.5), (outside_limits, 3), (label_by_partner, 3),
    (other_than_partner, 1.2),
)  # fmt: skip
