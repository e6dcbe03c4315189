"""Rules over two levels of rows, and over rows by their rate: sums, counts, products of factors, tax per rate."""

from inlay.contract import EntityType, ListType, MapType, Parameter
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, many, rows_of
from inlay_finetune.synthetic.patterns.given import AMOUNTS, given, percents
from inlay_finetune.synthetic.patterns.parts import CENTS, DECIMAL, INT, ZERO, amount, done, taken, together
from inlay_finetune.synthetic.patterns.rows import all_of, rows
from inlay_finetune.synthetic.patterns.tails import appended
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_str

__all__ = ["PATTERNS"]

_FACTORS = "factors multipliers coefficients rates weights".split()


def _owners(world: World) -> Parameter:
    """A list of roots given by itself."""
    return Parameter(name=plural(world.var(world.root)), type=ListType(EntityType(world.root.name)))


def two_levels(world: World) -> Draft | None:
    """R020, R021: a sum, count or maximum over the children of several roots, with a filter on either level."""
    dice, value, owners = world.dice, amount(world, world.child, "<v1>"), _owners(world)
    if value is None or owners.name == world.children:
        return None
    above = sample_condition(dice, world.root) if dice.chance(0.55) else None
    below = sample_condition(dice, world.child) if dice.chance(0.3) else None
    outer, inner = many(dice, world.root), rows_of(dice, world)
    tail = f" if {above.python('<v0>')}" if above else ""
    over = f"for <v0> in {name(owners.name)}{tail} for <v1> in <v0>.{name(world.children)}"
    over += f" if {below.python('<v1>')}" if below else ""
    shape = dice.weighted(("sum", "count", "largest"), (5, 2, 1))
    phrases = {
        "a": value[1],
        "outer": f"{outer} {above.relative}" if above else outer,
        "inner": f"{inner} {below.relative}" if below else inner,
        "one": entity_word(dice, world.root),
        "row": each_child(dice, world),
    }
    does = dice.tell(f"levels.{'filtered' if above else 'inner' if below else 'all'}.{shape}", **phrases)
    code = {
        "sum": f"sum(({value[0]} {over}), {ZERO})",
        "count": f"sum(1 {over})",
        "largest": f"max(({value[0]} {over}), default={ZERO})",
    }[shape]
    tags = ("R021",) if above else ("R020",)
    takes = (owners, *taken(above, below))
    return done(f"{shape}_of_all", takes, INT if shape == "count" else DECIMAL, does, f"return {code}", *tags)


def product_of_factors(world: World) -> Draft | None:
    """R023: an amount multiplied by one factor after the other."""
    dice, base = world.dice, given(world, DECIMAL, AMOUNTS)
    if base is None:
        return None
    field = world.field(world.child, is_decimal)
    rounding = dice.chance(0.25)
    if field is None or dice.chance(0.4):
        values = Parameter(name=dice.pick(_FACTORS), type=ListType(DECIMAL))
        loop, step, takes = f"for <v0> in {name(values.name)}:\n    ", "<v1> *= <v0>", (*base.takes, values)
        does = dice.tell("levels.factors.plain", x=base.said, f=f"the {label(values.name)}")
    else:
        r = rows(world, filters=0.3, but=(field,))
        loop, takes = f"for <v0> in {r.code}:\n    ", (*base.takes, *r.takes)
        loop += f"{r.where.strip()}:\n        " if r.where else ""
        step = f"<v1> *= <v0>.{name(field.name)}"
        does = dice.tell("levels.factors.rows", x=base.said, f=field_words(dice, field), rows=all_of(r))
    does = appended(does, dice.tell("levels.to_cents") if rounding else "")
    body = f"<v1> = {base.code}\n{loop}{step}\nreturn <v1>{CENTS if rounding else ''}"
    return done("multiplied", together(takes), DECIMAL, does, body, "R023")


def tax_per_rate(world: World) -> Draft | None:
    """R067: the tax on rows, rounded once for each rate or once for each key."""
    dice, net = world.dice, world.field(world.child, is_decimal)
    if net is None:
        return None
    rate = world.field(world.child, is_decimal, but=(net,))
    key = world.field(world.child, is_str, is_enum)
    by_rate = rate is not None and (key is None or dice.chance(0.6))
    field = rate if by_rate else key
    if field is None:
        return None
    r = rows(world, filters=0.2, but=(net, field))
    percent = str(dice.pick(percents(3, 25)))
    phrases = {"net": field_words(dice, net), "by": field_words(dice, field), "rows": all_of(r), "n": percent}
    does = dice.tell(f"levels.tax.{'rate' if by_rate else 'key'}", **phrases)
    kind, where = "Decimal" if by_rate else "str", f"\n    {r.where.strip()}:\n    " if r.where else "\n"
    body = (
        f"<v1>: dict[{kind}, Decimal] = defaultdict(Decimal)\nfor <v0> in {r.code}:{where}"
        f"    <v1>[<v0>.{name(field.name)}] += <v0>.{name(net.name)}\n"
    )
    if by_rate:
        body += f"return sum(((<v3> * <v2> / 100){CENTS} for <v2>, <v3> in <v1>.items()), {ZERO})"
        return done("tax_total", r.takes, DECIMAL, does, body, "R067", *r.tags)
    body += f"return {{<v2>: (<v3> * {constant(percent)} / 100){CENTS} for <v2>, <v3> in <v1>.items()}}"
    return done("tax_per_key", r.takes, MapType(DECIMAL), does, body, "R067", *r.tags)


PATTERNS = (
    (two_levels, 2.4),
    (product_of_factors, 1),
    (tax_per_rate, 1),
)
