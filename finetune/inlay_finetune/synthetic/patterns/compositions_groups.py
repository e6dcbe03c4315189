"""Groups that are summed and then chosen from: those beyond a bound in order, the best month with its sum as text."""

from inlay.contract import DecimalType, ListType, Parameter
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import TEXT, decimal, done, rows_where, taken
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_str

__all__ = ["PATTERNS"]

_BOUNDS = ("limit", "threshold", "minimum", "bound", "ceiling", "allowance")
_UNITS = {
    "month": ("%Y-%m", ("2024-03 (210.00)", "2023-11 (95.50)")),
    "year": ("%Y", ("2024 (210.00)", "2023 (95.50)")),
}


def groups_beyond(world: World) -> Draft | None:
    """C008: what the rows of each come to, those beyond a bound, by their sums."""
    dice, key, money = world.dice, world.field(world.child, is_str), world.field(world.child, is_decimal)
    if key is None or money is None:
        return None
    where = sample_condition(dice, world.child, but=(key, money)) if dice.chance(0.75) else None
    of, _ = rows_where(world, where, rows_of(dice, world))
    code, takes = source_of(world)
    operator, stated = dice.pick([">", ">", ">=", ">=", "<", "<="]), dice.money(3000)
    bound, shown = decimal(stated), stated
    if dice.chance(0.5):
        parameter = Parameter(name=dice.pick(_BOUNDS), type=DecimalType())
        takes, bound, shown = (*takes, parameter), name(parameter.name), f"the {label(parameter.name)}"
    down, said = dice.chance(0.7), field_words(dice, key)
    does = dice.tell(
        f"compositions_groups.big_groups.{'down' if down else 'up'}",
        k=said, ks=plural(said), of=of, a=field_words(dice, money), how=compare_words(dice, operator, shown),
    )  # fmt: skip
    step = f"<v1>[<v0>.{name(key.name)}] += <v0>.{name(money.name)}\n"
    inside = f"    if {where.python('<v0>')}:\n        {step}" if where else f"    {step}"
    body = (
        f"<v1>: dict[str, Decimal] = defaultdict(Decimal)\nfor <v0> in {code}:\n{inside}"
        f"return sorted((<v2> for <v2> in <v1> if <v1>[<v2>] {operator} {bound}), "
        f"key=lambda <v2>: ({'-' if down else ''}<v1>[<v2>], <v2>))"
    )
    return done("groups_beyond", (*takes, *taken(where)), ListType(TEXT), does, body, "C008", "R158", "R140")


def best_month(world: World) -> Draft | None:
    """C023: the month with the highest or lowest sum, written with it."""
    dice, day, money = world.dice, world.field(world.child, is_date), world.field(world.child, is_decimal)
    if day is None or money is None:
        return None
    code, takes = source_of(world)
    most, unit = dice.chance(0.7), dice.pick(["month", "month", "year"])
    form, samples = _UNITS[unit]
    none = dice.tell("compositions_groups.nothing")
    does = dice.tell(
        f"compositions_groups.best_month.{'most' if most else 'least'}",
        unit=unit, a=field_words(dice, money), b=day_noun(dice, day), sample=dice.pick(samples),
        none=none, rows=rows_of(dice, world),
    )  # fmt: skip
    body = (
        f"<v1>: dict[str, Decimal] = defaultdict(Decimal)\nfor <v0> in {code}:\n"
        f'    <v1>[<v0>.{name(day.name)}.strftime("{form}")] += <v0>.{name(money.name)}\n'
        f'if not <v1>:\n    return "{constant(none)}"\n'
        f"<v2> = min(<v1>, key=lambda <v3>: ({'-' if most else ''}<v1>[<v3>], <v3>))\n"
        'return f"{<v2>} ({<v1>[<v2>]:.2f})"'
    )
    return done("best_month", takes, TEXT, does, body, "C023", "R155", "R157", "R210")


PATTERNS = (
    (groups_beyond, 3.2),
    (best_month, 4.3),
)
