"""Amounts in units: turned into a base unit, mixed ones added, weight by volume, doses by weight, use by a meter."""

from inlay.contract import EnumType, Parameter, Type
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.patterns.givens import number
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, ZERO, decimal, done, root_of, together
from inlay_finetune.synthetic.patterns.rows import all_of, rows
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_int

__all__ = ["PATTERNS"]

_UNITS = (
    (("kg", "1000"), ("g", "1"), ("lb", "453.59237")), (("km", "1000"), ("m", "1"), ("cm", "0.01")),
    (("h", "60"), ("min", "1"), ("d", "1440")), (("l", "1000"), ("ml", "1")), (("t", "1000"), ("kg", "1")),
    (("m", "1"), ("ft", "0.3048"), ("in", "0.0254")), (("dozen", "12"), ("gross", "144"), ("piece", "1")),
    (("box", "24"), ("pallet", "960"), ("piece", "1")), (("gb", "1024"), ("mb", "1"), ("tb", "1048576")),
    (("week", "7"), ("day", "1"), ("month", "30")), (("carton", "6"), ("bottle", "1")),
)  # fmt: skip
_FACTORS = ("2", "3", "4", "5", "6", "8", "10", "12", "20", "24", "25", "30", "50", "100", "500", "1000", "0.5", "2.5")


def _factors(dice: Dice, values: tuple[str, ...], known: dict[str, str] | None = None) -> tuple[str, str]:
    """Draw a factor for every value of an enum: words and the map in code."""
    drawn = known or dict(zip(values, ("1", *dice.some(_FACTORS, len(values) - 1)), strict=True))
    pairs = [(value, drawn[value]) for value in dice.some(values, len(values))]
    shape = dice.tell(f"unit_factors.factor.{'known' if known else 'named'}", f="{f}", u="{u}")
    said = [shape.format(u=value if known else value_words(dice, value), f=factor) for value, factor in pairs]
    code = ", ".join(f'"{name(value)}": {decimal(factor)}' for value, factor in pairs)
    return dice.tell("unit_factors.factors", first=", ".join(said[:-1]), last=said[-1]), f"{{{code}}}"


def in_base_unit(world: World) -> Draft | None:
    """An amount turned into the base unit, or out of it, by the factor of its unit."""
    dice, (root, takes), field = world.dice, root_of(world), world.field(world.root, is_enum)
    amount, a, owner = number(world, "decimal", ("amount", "quantity", "weight", "length", "size"), 0.6)
    kind = field.type if field is not None else None
    if isinstance(kind, EnumType) and field is not None and 2 <= len(kind.values) <= 4 and dice.chance(0.5):
        unit, u, more = f"{root}.{name(field.name)}", field_words(dice, field), takes
        said, code = _factors(dice, kind.values)
    else:
        known = dict(dice.pick(_UNITS))
        given = Parameter(name=dice.pick(["unit", "unit", "measure", "given_unit"]), type=EnumType(tuple(known)))
        unit, u, more = name(given.name), label(given.name), (given,)
        said, code = _factors(dice, tuple(known), known)
    into = dice.chance(0.7)
    does = dice.tell(f"unit_factors.base.{'into' if into else 'out'}", a=a, u=u, f=said)
    body = f"<v0> = {code}\nreturn {amount} {'*' if into else '/'} <v0>[{unit}]"
    return done("in_base_unit", together(owner, more), DECIMAL, does, body, "R231")


def temperature(world: World) -> Draft | None:
    """A temperature in another scale: a factor and an offset, which come in one order or the other."""
    dice, shape = world.dice, world.dice.pick(["celsius", "fahrenheit", "kelvin"])
    own = dice.pick(
        ["temperature", "degrees", "measured", "reading", "fahrenheit" if shape == "fahrenheit" else "celsius"]
    )
    given = Parameter(name=own, type=DECIMAL)
    does = dice.tell(f"unit_factors.temperature.{shape}", t=f"the {label(given.name)}")
    t = name(given.name)
    code = {
        "celsius": f"{t} * {constant('9')} / {constant('5')} + {constant('32')}",
        "fahrenheit": f"({t} - {constant('32')}) * {constant('5')} / {constant('9')}",
        "kelvin": f"{t} + {decimal('273.15')}",
    }[shape]
    return done("converted", (given,), DECIMAL, does, f"return {code}", "R231")


def mixed_units(world: World) -> Draft | None:
    """Rows in several units added up, each by the factor of its unit."""
    dice, unit, amount = world.dice, world.field(world.child, is_enum), world.field(world.child, is_decimal, is_int)
    if unit is None or amount is None or not isinstance(unit.type, EnumType) or not 2 <= len(unit.type.values) <= 4:
        return None
    r, (said, code) = rows(world, filters=0.3, but=(unit, amount)), _factors(dice, unit.type.values)
    words = {"a": field_words(dice, amount), "u": field_words(dice, unit), "f": said, "rows": all_of(r)}
    does = dice.tell("unit_factors.mixed", **words)
    each = f"<v0>.{name(amount.name)} * <v1>[<v0>.{name(unit.name)}]"
    body = f"<v1> = {code}\nreturn sum(({each} for <v0> in {r.code}{r.where}), {ZERO})"
    return done("total", r.takes, DECIMAL, does, body, "R269", *r.tags)


def by_volume(world: World) -> Draft | None:
    """The greater of a weight and what length, width and height come to, perhaps summed over rows or at a price."""
    dice, divisor = world.dice, str(world.dice.pick([3000, 4000, 5000, 5000, 6000]))
    weight, w, owner = number(world, "decimal", ("weight", "real_weight", "gross_weight"), 0.4)
    sides = [Parameter(name=each, type=INT) for each in dice.pick([("length", "width", "height"), ("depth", "width", "height"), ("length_cm", "width_cm", "height_cm")])]  # fmt: skip
    rate = Parameter(name=dice.pick(["rate", "price_per_kg", "freight_rate"]), type=DECIMAL)
    priced, (x, y, z) = dice.chance(0.4), (f"the {label(each.name)}" for each in sides)
    words = {"w": w, "x": x, "y": y, "z": z, "n": divisor, "r": f"the {label(rate.name)}"}
    does = dice.tell(f"unit_factors.volume.{'priced' if priced else 'plain'}", **words)
    volume = f"<v0> = Decimal({' * '.join(name(each.name) for each in sides)}) / {constant(divisor)}"
    body = f"{volume}\nreturn max({weight}, <v0>){f' * {name(rate.name)}' if priced else ''}"
    takes = together(owner, tuple(sides), (rate,) if priced else ())
    return done("billable_weight", takes, DECIMAL, does, body, "R233")


def dose(world: World) -> Draft | None:
    """One of several equal portions of a day, by weight, with a maximum per day that all of them share."""
    dice, (weight, w, owner) = world.dice, number(world, "decimal", ("weight", "body_weight", "area", "mass"), 0.5)
    per = Parameter(name=dice.pick(["mg_per_kg", "dose_per_kg", "amount_per_kg", "units_per_kg"]), type=DECIMAL)
    most = Parameter(name=dice.pick(["daily_max", "daily_limit", "max_per_day", "day_maximum"]), type=DECIMAL)
    times = str(dice.pick([2, 3, 4, 5, 6]))
    words = {"w": w, "p": f"the {label(per.name)}", "m": f"the {label(most.name)}", "n": number_said(dice, times)}
    does = dice.tell("unit_factors.dose", **words)
    body = f"return min({weight} * {name(per.name)}, {name(most.name)} / {constant(times)})"
    return done("single_dose", together(owner, (per, most)), DECIMAL, does, body, "R261")


def metered(world: World) -> Draft | None:
    """What was used between two readings of a meter that starts again at zero, perhaps at a price."""
    dice, wrap = world.dice, world.dice.pick(["1000", "10000", "100000", "100000", "1000000"])
    before, b, one = number(world, "int", ("reading_before", "old_reading", "previous_reading", "start_reading"), 0.35)
    after, a, two = number(world, "int", ("reading_after", "new_reading", "current_reading", "end_reading"), 0.35)
    price = Parameter(name=dice.pick(["price", "price_per_unit", "rate"]), type=DECIMAL)
    if before == after:
        return None
    priced = dice.chance(0.35)
    words = {"b": b, "a": a, "n": wrap, "p": f"the {label(price.name)}"}
    does = dice.tell(f"unit_factors.metered.{'priced' if priced else 'plain'}", **words)
    code = f"({after} - {before}) % {constant(wrap)}"
    takes = together(one, two, (price,) if priced else ())
    returns: Type = DECIMAL if priced else INT
    return done("used", takes, returns, does, f"return {code}{f' * {name(price.name)}' if priced else ''}", "R234")


PATTERNS = (
    (in_base_unit, 1.2),
    (temperature, 0.1),
    (mixed_units, 1.2),
    (by_volume, 0.7),
    (dose, 0.6),
    (metered, 0.6),
)
