"""Rules over plain lists where order or repeats matter: runs, trends, changes, doubles, streaks and gaps of days."""

from inlay.contract import ListType, MapType, OptionalType, Parameter, Type
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, DECIMAL, INT, TEXT, done, spell, today
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_NUMBERS = ("values", "readings", "amounts", "scores", "prices", "temperatures", "levels", "daily_totals", "weights")
_TEXTS = ("codes", "names", "emails", "tags", "serial_numbers", "cities", "references", "labels", "accounts")
_DATES = ("visits", "check_ins", "training_days", "payment_days", "service_days", "entries", "deliveries")


def _numbers(world: World) -> tuple[Parameter, Type]:
    """Draw a list of numbers and their type."""
    kind: Type = DECIMAL if world.dice.chance(0.5) else INT
    return Parameter(name=world.dice.pick(_NUMBERS), type=ListType(kind)), kind


def runs_of_numbers(world: World) -> Draft | None:
    """R165 and R172: the longest run of numbers past a limit, or whether there is one of a length."""
    dice, (given, kind), operator = world.dice, _numbers(world), world.dice.pick(list(COMPARISONS))
    stated, takes = str(dice.round_number(8, 200)), (given,)
    code, shown, n = spell(kind)(stated), stated, str(dice.between(2, 7))
    if dice.chance(0.4):
        limit = Parameter(name=dice.pick(["limit", "threshold", "bound"]), type=kind)
        code, shown = name(limit.name), f"the {label(limit.name)}"
        return _run(world, (*takes, limit), f"<v0> {operator} {code}", compare_words(dice, operator, shown), n)
    return _run(world, takes, f"<v0> {operator} {code}", compare_words(dice, operator, shown), n)


def _run(world: World, takes: tuple[Parameter, ...], test: str, how: str, n: str) -> Draft | None:
    dice, v, said = world.dice, name(takes[0].name), label(takes[0].name)
    step = f"for <v0> in {v}:\n    <v1> = <v1> + 1 if {test} else 0\n    "
    if dice.chance(0.5):
        does = dice.tell("plain_series.longest", v=said, how=how)
        body = f"<v2> = <v1> = 0\n{step}<v2> = max(<v2>, <v1>)\nreturn <v2>"
        return done("longest_run", takes, INT, does, body, "R165")
    does = dice.tell("plain_series.enough", v=said, how=how, n=number_said(dice, n))
    body = f"<v1> = 0\n{step}if <v1> == {constant(n)}:\n        return True\nreturn False"
    return done("enough_in_a_row", takes, BOOL, does, body, "R172")


def moves_of_numbers(world: World) -> Draft | None:
    """R170, R171 and R143: changes from one to the next, whether they only rise, the second highest."""
    dice, (given, kind) = world.dice, _numbers(world)
    v, said, shape = name(given.name), label(given.name), dice.pick(["changes", "rising", "never_falling", "second"])
    does = dice.tell(f"plain_series.{shape}", v=said)
    pairs = f"for <v1>, <v2> in zip({v}, {v}[1:])"
    if shape == "changes":
        return done("changes", (given,), ListType(kind), does, f"return [<v2> - <v1> {pairs}]", "R170")
    if shape == "second":
        body = f"<v1> = sorted(set({v}), reverse=True)\nreturn <v1>[1] if len(<v1>) > 1 else None"
        return done("second_highest", (given,), OptionalType(kind), does, body, "R143")
    operator = ">" if shape == "rising" else ">="
    return done(f"is_{shape}", (given,), BOOL, does, f"return all(<v2> {operator} <v1> {pairs})", "R171")


def lowest_balance(world: World) -> Draft | None:
    """R163: the lowest balance while given amounts are added to an opening one."""
    dice, amounts = world.dice, Parameter(name=world.dice.pick(["bookings", "movements", "entries", "changes"]), type=ListType(DECIMAL))  # fmt: skip
    opening = Parameter(name=dice.pick(["opening_amount", "opening_balance", "start_balance"]), type=DECIMAL)
    does = dice.tell("plain_series.lowest", v=label(amounts.name), start=f"the {label(opening.name)}")
    step = f"for <v0> in {name(amounts.name)}:\n    <v1> += <v0>\n    <v2> = min(<v2>, <v1>)"
    body = f"<v1> = <v2> = {name(opening.name)}\n{step}\nreturn <v2>"
    return done("lowest_balance", (opening, amounts), DECIMAL, does, body, "R163")


def doubles_of_texts(world: World) -> Draft | None:
    """R147, R149 and R152: distinct texts in their order, those that repeat, or how often each occurs."""
    dice, given = world.dice, Parameter(name=world.dice.pick(_TEXTS), type=ListType(TEXT))
    v, shape = name(given.name), dice.pick(["distinct", "distinct_loose", "repeated", "counts"])
    does = dice.tell(f"plain_series.{shape}", v=label(given.name))
    if shape == "counts":
        return done("counts", (given,), MapType(INT), does, f"return dict(Counter({v}))", "R152")
    if shape == "repeated":
        body = f"return sorted(<v0> for <v0>, <v1> in Counter({v}).items() if <v1> > 1)"
        return done("repeated", (given,), ListType(TEXT), does, body, "R149")
    folded = f"<v0>.strip().lower() for <v0> in {v}" if shape == "distinct_loose" else v
    return done("distinct", (given,), ListType(TEXT), does, f"return list(dict.fromkeys({folded}))", "R147")


def streaks_of_days(world: World) -> Draft | None:
    """R166, R167 and R168: the longest streak of days, the one that ends today, the longest gap."""
    dice, given = world.dice, Parameter(name=world.dice.pick(_DATES), type=ListType(DATE))
    v, shape, (now, day) = name(given.name), dice.pick(["streak", "current", "gap"]), today(world)
    does = dice.tell(f"plain_series.{shape}", v=label(given.name), day="today" if day == "now" else day)
    if shape == "gap":
        body = f"<v1> = sorted({v})\nreturn max(((<v3> - <v2>).days for <v2>, <v3> in zip(<v1>, <v1>[1:])), default=0)"
        return done("longest_gap", (given,), INT, does, body, "R168")
    if shape == "current":
        step = f"while {name(now.name)} - timedelta(days=<v0>) in {v}:\n    <v0> += 1"
        return done("current_streak", (given, now), INT, does, f"<v0> = 0\n{step}\nreturn <v0>", "R167")
    walk = "    <v4> = 1\n    while <v3> + timedelta(days=<v4>) in <v1>:\n        <v4> += 1\n    <v2> = max(<v2>, <v4>)"
    body = f"<v1> = set({v})\n<v2> = 0\nfor <v3> in <v1>:\n{walk}\nreturn <v2>"
    return done("longest_streak", (given,), INT, does, body, "R166")


PATTERNS = (
    (runs_of_numbers, 0.8),
    (moves_of_numbers, 1),
    (lowest_balance, 0.4),
    (doubles_of_texts, 1),
    (streaks_of_days, 0.8),
)
